import { Application } from '../../local/application';
import { startServices, type Services } from '../../local/services';
import { environmentOf } from '../../settings/environments';
import { customerId, deployTimeoutMilliseconds } from '../helpers/deployed';
import { ended, ProjectCopy, type Ended } from '../helpers/project-copy';
import { whileTheStateMachineIsMade } from './interrupted-deployment/deploys';

const environment = environmentOf('test');
const goOn = 'Run "npm run setup -- --workspace test" again: it goes on from here.';

let services: Services;
let checkout: ProjectCopy;
let application: Application;
let childArn: string;

jest.setTimeout(deployTimeoutMilliseconds);

beforeAll(async () => {
  services = await startServices({ environment, speed: 200, log: () => {} });
  checkout = new ProjectCopy({ ...services.aws.environment, STRIPE_API_BASE: services.stripe.url });
  application = new Application(environment, services.clients);
  await application.createPrerequisites();
  childArn = await application.createChild();
});

afterAll(async () => {
  checkout?.remove();
  await services?.stop();
});

const start = (key = '') => checkout.startWith(key, 'setup', '--workspace', 'test', '--yes');

/** The steps that ended well, and how. */
const done = ({ stdout }: Ended) =>
  Object.fromEntries(
    [...stdout.matchAll(/^✓ \d\/7 ([\w:-]+): (already done)?/gm)].map(([, step = '', already]) => [
      step,
      already ?? 'done',
    ]),
  );

/** Fails in one sentence, without a stack trace. */
function expectFailure({ status, stderr }: Ended, sentence: RegExp): void {
  expect(stderr).toMatch(sentence);
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect(stderr).toContain(goOn);
  expect(status).toBe(1);
}

test("a key of the wrong mode ends an empty account's first run at the key, with what was wrong", async () => {
  const result = await ended(start(services.newKey('live')));
  expectFailure(result, /^✗ 3\/7 stripe:key: What was given is a key of live mode\./);
  expect(done(result)).toEqual({ 'state-backend': 'done', 'stripe-secret': 'done' });
});

test('Ctrl-C while Terraform works leaves nothing half done, and says how to go on', async () => {
  const child = start(services.newKey('test'));
  whileTheStateMachineIsMade({ services }, () => child.kill('SIGINT'));
  const { status, stdout, stderr } = await ended(child);
  expect(stderr).toBe(`Stopped in step 6/7 service-processing; nothing is left half done. ${goOn}\n`);
  expect(status).toBe(130);
  expect(done({ status, stdout, stderr })).toEqual({
    'state-backend': 'already done',
    'stripe-secret': 'already done',
    'stripe:key': 'done',
    'stripe:catalog': 'done',
    'stripe-connection': 'done',
  });
});

test('run again it goes on there, and names what the application lacks', async () => {
  const result = await ended(start());
  expectFailure(result, /^✗ 7\/7 verify: The checklist has ✗ above/);
  expect(result.stdout).toMatch(/^✗ Policies mapped to children: none: every upload would fail$/m);
  expect(done(result)).toMatchObject({
    'stripe:key': 'already done',
    'stripe:catalog': 'already done',
    'stripe-connection': 'already done',
    'service-processing': 'done',
  });
});

test('once that is there, everything is already done, the checklist passes, and what is left is listed', async () => {
  await application.mapPolicy(childArn);
  services.stripe.addCustomer('test', customerId);
  const result = await ended(start());
  expect(result.stderr).toBe('');
  expect(done(result)).toEqual({
    'state-backend': 'already done',
    'stripe-secret': 'already done',
    'stripe:key': 'already done',
    'stripe:catalog': 'already done',
    'stripe-connection': 'already done',
    'service-processing': 'already done',
    verify: 'done',
  });
  expect(result.stdout).not.toMatch(/^✗/m);
  expect(result.stdout).toContain('- Live: "npm run setup -- --workspace live".');
  expect(result.status).toBe(0);
});
