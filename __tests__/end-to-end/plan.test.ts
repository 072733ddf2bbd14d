import { ListBucketsCommand } from '@aws-sdk/client-s3';
import { DescribeSecretCommand } from '@aws-sdk/client-secrets-manager';
import { appendFileSync, cpSync, existsSync, readFileSync } from 'node:fs';
import { startServices, type Services } from '../../local/services';
import { environmentOf } from '../../settings/environments';
import { ended, ProjectCopy, type Ended } from '../helpers/project-copy';
import { useStartedProviders } from '../helpers/started-providers';
import { until } from '../helpers/until';
import { kept, lockOf } from './interrupted-deployment/deploys';

const environment = environmentOf('test');
const firstStacks = ['--stack', 'state-backend', '--stack', 'stripe-secret'];

let services: Services;
let checkout: ProjectCopy;
let elsewhere: ProjectCopy;

jest.setTimeout(180_000);

useStartedProviders();

beforeAll(async () => {
  services = await startServices({ environment, workspaces: ['test', 'live'], log: () => {} });
  checkout = new ProjectCopy(services.aws.environment);
  checkout.environment.GITHUB_OUTPUT = checkout.path('step output');
  elsewhere = new ProjectCopy(services.aws.environment);
});

afterAll(async () => {
  checkout?.remove();
  elsewhere?.remove();
  await services?.stop();
});

const plan = (...args: string[]) => checkout.run('plan', '--workspace', 'test', ...args);
const deploy = (folder: string, workspace = 'test', ...args: string[]) =>
  checkout.run('apply', '--workspace', workspace, '--plan', folder, ...args);

/** The digest of the latest plan, as the plan's step hands it to later jobs of a workflow. */
const stepDigest = () => readFileSync(checkout.path('step output'), 'utf8').trim().split('digest=').at(-1)!;

async function buckets(): Promise<(string | undefined)[]> {
  const { Buckets = [] } = await services.clients.s3.send(new ListBucketsCommand({}));
  return Buckets.map(({ Name }) => Name);
}

/** One sentence on standard error, no stack trace. */
function expectRejected({ status, stderr }: Ended, sentence: RegExp): void {
  expect(stderr).toMatch(sentence);
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect(status).toBe(1);
}

test('in a new account the first plan is of the state bucket, and names what the other stacks wait for', async () => {
  const { status, stdout } = await plan();
  expect(stdout).toContain('stripe-secret: not planned. The state bucket');
  expect(status).toBe(2);
  const summary = readFileSync(checkout.path('plans', 'test', 'summary.md'), 'utf8');
  expect(summary).toContain('<b>add</b> <code>aws_s3_bucket.bucket</code>');
  expect(summary).toContain('### `stripe-secret`: not planned');
  expect(stepDigest()).toMatch(/^[0-9a-f]{64}$/);
  expect(summary).toContain(`Digest \`${stepDigest()}\``);
  expect(stdout).toContain(`--plan plans/test --digest ${stepDigest()}`);
});

test('a plan that is for the other workspace, is missing, or was tampered with, changes nothing', async () => {
  expectRejected(await deploy('plans/test', 'live'), /is for "test", not for "live"/);
  expectRejected(await checkout.run('apply', '--workspace', 'test'), /npm run plan -- --workspace test/);
  cpSync(checkout.path('plans', 'test'), checkout.path('plans', 'tampered'), { recursive: true });
  appendFileSync(checkout.path('plans', 'tampered', 'state-backend.tfplan'), 'x');
  expectRejected(await deploy('plans/tampered'), /state-backend\.tfplan is not the file that was reviewed/);
  expect(await buckets()).toEqual([]);
});

test('a plan with another digest than the approved one changes nothing', async () => {
  const approved = stepDigest();
  const other = approved.replace(/./g, (digit) => (digit === '0' ? '1' : '0'));
  expectRejected(
    await deploy('plans/test', 'test', '--digest', other),
    new RegExp(`has the digest ${approved}, but ${other} was approved: nothing was changed`),
  );
  // A workflow whose planning job has no output passes an empty text.
  expectRejected(await deploy('plans/test', 'test', '--digest', ''), /--digest is "": it must be the 64/);
  expect(await buckets()).toEqual([]);
});

test('the plan is deployed as reviewed, once: a second time it is stale', async () => {
  const first = await deploy('plans/test', 'test', '--digest', stepDigest());
  expect(first.stdout).toContain('add aws_s3_bucket.bucket');
  expect(first.status).toBe(0);
  expect(await buckets()).toEqual([environment.names.stateBucket]);
  expectRejected(await deploy('plans/test'), /stale.*npm run plan -- --workspace test/);
});

const locked = () =>
  until(async () => (await kept({ services }, 'test', 'stripe-secret')).includes(lockOf('stripe-secret')));

test.each([
  ['SIGTERM', 143],
  ['its closed output', 141],
] as const)(
  'a plan that is interrupted by %s leaves no plan behind and releases its locks',
  async (by, code) => {
    const child = checkout.start('plan', '--workspace', 'test', '--stack', 'stripe-secret');
    child.stdout?.on('data', (text: Buffer) => {
      if (text.toString().includes('Planning stripe-secret')) {
        // The change that Terraform plans is the next that finds nobody reading.
        void (by === 'SIGTERM' ? locked().then(() => child.kill(by)) : child.stdout?.destroy());
      }
    });
    const { status, stderr } = await ended(child);
    expect(status).toBe(code);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(existsSync(checkout.path('plans', 'test', 'manifest.json'))).toBe(false);
  },
);

test('a plan created here is deployed in another checkout, as on a CI machine', async () => {
  expect((await plan(...firstStacks)).status).toBe(2);
  cpSync(checkout.path('plans', 'test'), elsewhere.path('artifact of CI'), { recursive: true });
  const { status, stderr } = await elsewhere.run('apply', '--workspace', 'test', '--plan', 'artifact of CI');
  expect(stderr).toBe('');
  expect(status).toBe(0);
  const secret = { SecretId: environment.names.secret };
  expect(await services.clients.secrets.send(new DescribeSecretCommand(secret))).toMatchObject({
    Name: environment.names.secret,
  });
});

test('of two plans at once in one checkout one is rejected, and then nothing is left to change', async () => {
  // After the interrupted plan: with a lock left behind, both would be rejected.
  const both = await Promise.all([plan(...firstStacks), plan(...firstStacks)]);
  expect(both.map(({ status }) => status).sort()).toEqual([0, 1]);
  expectRejected(
    both.find(({ status }) => status === 1)!,
    /Another plan or deploy of test (runs|has just started)/,
  );
});

test('what is not planned yet says what it waits for: the key, and the connection that is created from it', async () => {
  const { status, stdout } = await plan();
  expect(stdout).toMatch(
    /^stripe-connection: not planned\. The secret ".*" has no value yet\. Run "npm run stripe:key -- --workspace test"/m,
  );
  expect(stdout).toMatch(
    /^service-processing: not planned\. The connection ".*" does not exist yet in .*\. Run "npm run deploy:test -- stripe-connection"/m,
  );
  // Nothing else changes, and somebody has to act first.
  expect(status).toBe(1);
});

test('live is not changed without a terminal to ask at', async () => {
  const planned = await checkout.run('plan', '--workspace', 'live', '--out', 'plans/for live');
  expect(planned.stdout).toContain('--plan "plans/for live"');
  expect(planned.status).toBe(2);
  expectRejected(await deploy('plans/for live', 'live'), /add --yes/);
  expect(await buckets()).toEqual([environment.names.stateBucket]);
});
