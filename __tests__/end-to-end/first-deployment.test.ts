import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { Application } from '../../local/application';
import { startServices, type Services } from '../../local/services';
import { typescriptLoader } from '../../clients/run-typescript';
import { projectDirectory } from '../../clients/terraform/synth';
import { arnsOf } from '../../settings/arns';
import type { EnvironmentName } from '../../settings/environment-names';
import { environmentOf } from '../../settings/environments';
import { customerId, deployTimeoutMilliseconds } from '../helpers/deployed';
import { ended, ProjectCopy, type Ended } from '../helpers/project-copy';
import { useStartedProviders } from '../helpers/started-providers';
import { inOneLine } from '../helpers/workspaces';
import { ctrlC, inTerminal } from '../helpers/terminal';
import { kept, lockOf, whileTheStateMachineIsMade } from './interrupted-deployment/deploys';

const environment = environmentOf('test');
const goOn = 'Run "npm run setup -- --workspace test" again: it goes on from here.';
const cdktfProgram = path.join(projectDirectory, 'node_modules', 'cdktf-cli', 'bundle', 'bin', 'cdktf');

let services: Services;
let checkout: ProjectCopy;
let application: Application;
let childArn: string;

jest.setTimeout(deployTimeoutMilliseconds);

useStartedProviders();

beforeAll(async () => {
  services = await startServices({ environment, workspaces: ['test', 'live'], speed: 200, log: () => {} });
  checkout = new ProjectCopy({ ...services.aws.environment, STRIPE_API_BASE: services.stripe.url });
  application = new Application(environment, services.clients);
  const live = new Application(environmentOf('live'), services.clients);
  for (const one of [application, live]) {
    await one.createPrerequisites();
  }
  childArn = await application.createChild();
  await live.createChild();
});

afterAll(async () => {
  checkout?.remove();
  await services?.stop();
});

/** `npx cdktf` by hand. */
function cdktf(workspace: string | undefined, ...args: string[]): Promise<Ended> {
  const child = spawn(process.execPath, [cdktfProgram, ...args], {
    cwd: checkout.folder,
    env: {
      ...services.tools.terraformEnv,
      ...services.aws.environment,
      NODE_NO_WARNINGS: '1',
      TF_INPUT: '0',
      TF_WORKSPACE: workspace,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return ended(child);
}

/** `npm run diff:test` and the like. */
const command = (name: string, ...args: string[]) => checkout.run(name, ...args);

/** What was printed, without colours and line breaks. */
const plain = ({ stdout, stderr }: Ended) => inOneLine(stripVTControlCharacters(stdout + stderr));

/** The files of `cdktf synth` by name. */
function synthesized(): Record<string, string> {
  const outdir = checkout.path('cdktf.out');
  const files = readdirSync(outdir, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /^(manifest|stacks.*cdk\.tf)\.json$/.test(file),
  );
  return Object.fromEntries(files.map((file) => [file, readFileSync(path.join(outdir, file), 'utf8')]));
}

let ofSynth: Record<string, string>;

test('cdktf synth creates the stacks of test, with no path of this machine and no key in them', async () => {
  const result = await cdktf(undefined, 'synth');
  expect(plain(result)).toContain('Generated Terraform code for the stacks');
  expect(result.status).toBe(0);
  ofSynth = synthesized();
  expect(Object.keys(ofSynth).length).toBeGreaterThan(3);
  const text = Object.values(ofSynth).join('\n');
  expect(text).toContain('siftbeam-terraform-state-002689294103-test');
  for (const folder of [checkout.folder, projectDirectory, path.dirname(process.execPath)]) {
    expect(text).not.toContain(JSON.stringify(folder).slice(1, -1));
  }
  expect(text).not.toMatch(/\b[sr]k_(test|live)_/);
});

/** `npm run setup`, where nobody can be asked. */
const setup = (key = '', workspace: EnvironmentName = 'test') =>
  checkout.startWith(key, 'setup', '--workspace', workspace, '--yes');

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
  expect(stderr).toContain('again: it goes on from here.');
  expect(status).toBe(1);
}

test('Ctrl-C while Terraform works leaves nothing locked, and says how to go on', async () => {
  const child = setup(services.newKey('test'));
  whileTheStateMachineIsMade({ services }, () => child.kill('SIGINT'));
  const { status, stdout, stderr } = await ended(child);
  const stopped = `Stopped in step 6/7 service-processing; nothing is left running or locked. ${goOn}`;
  expect(stderr).toBe(`Stopping…\n${stopped}\n`);
  expect(status).toBe(130);
  expect(done({ status, stdout, stderr })).toEqual({
    'state-backend': 'done',
    'stripe-secret': 'done',
    'stripe:key': 'done',
    'stripe:catalog': 'done',
    'stripe-connection': 'done',
  });
  expect(synthesized()).toEqual(ofSynth);
  expect(existsSync(checkout.path('terraform.tfstate.d', 'test', 'terraform.tfstate'))).toBe(true);
  const stack = 'service-processing';
  expect(await kept({ services }, 'test', stack)).toEqual([`${stack}.tfstate`]);
});

test('run again it goes on there, and names what the application lacks', async () => {
  const result = await ended(setup());
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
  const result = await ended(setup());
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
  expect(result.stdout).toContain(
    '✓ Terraform plan: no changes in state-backend, stripe-secret, stripe-connection, service-processing\n',
  );
  expect(result.stdout).toContain('- Live: run "npm run setup -- --workspace live" next.');
  expect(result.status).toBe(0);
});

test('cdktf deploy finds nothing to change in what setup deployed, from the same bytes as synth', async () => {
  const args = ['deploy', 'service-processing', '--auto-approve', '--outputs-file', 'outputs.json'];
  const result = await cdktf('test', ...args);
  expect(plain(result)).toMatch(/No changes\.|Apply complete! Resources: 0 added, 0 changed, 0 destroyed/);
  expect(result.status).toBe(0);
  expect(synthesized()).toEqual(ofSynth);
  const outputs = JSON.parse(readFileSync(checkout.path('outputs.json'), 'utf8'));
  expect(outputs['service-processing']['state-machine-arn']).toBe(arnsOf(environment).stateMachine);
});

test('cdktf without TF_WORKSPACE, whose plan would be of the workspace "default", is told what to set', async () => {
  const result = await cdktf(undefined, 'diff', 'service-processing');
  expect(plain(result)).toContain(
    'synthesized for the workspace "test", but Terraform runs in the workspace "default". Set TF_WORKSPACE=test',
  );
  expect(result.status).toBe(1);
});

test('the npm scripts go to live and back to test in one checkout, and test is as it was deployed', async () => {
  const bucket = await cdktf('live', 'deploy', 'state-backend', '--auto-approve');
  expect(plain(bucket)).toContain('Apply complete! Resources: 6 added');
  expect(bucket.status).toBe(0);
  const secret = await command('diff', 'live', 'stripe-secret');
  expect(plain(secret)).toContain('Plan: 1 to add, 0 to change, 0 to destroy.');
  const test = await command('diff', 'test', 'stripe-secret');
  expect(plain(test)).toContain('stripe-secret: no changes.');
});

const onPosix = process.platform === 'win32' ? test.skip : test;

test('npm run synth writes the same bytes as cdktf synth, so that both can be used in one checkout', async () => {
  const { status, stdout } = await command('synth', 'test');
  expect(stdout).toContain('Synthesized for test in cdktf.out/stacks: state-backend, stripe-secret,');
  expect(status).toBe(0);
  expect(synthesized()).toEqual(ofSynth);
});

onPosix('deploy:live asks while nothing is locked, and Ctrl-C there ends it at once', async () => {
  const deploy = await inTerminal(
    [process.execPath, ...typescriptLoader, 'commands/deploy', 'live', 'stripe-secret'],
    { cwd: checkout.folder, env: { ...process.env, ...checkout.environment, NODE_NO_WARNINGS: '1' } },
  );
  const question = /This changes live: stripe-secret, 1 to add\. Go on\? \(yes\/no\)/;
  await deploy.until(question);
  expect(stripVTControlCharacters(deploy.shown())).toContain(
    'aws_secretsmanager_secret.secret will be created',
  );
  expect(await kept({ services }, 'live', 'stripe-secret')).not.toContain(lockOf('stripe-secret'));
  deploy.type(ctrlC);
  expect(await deploy.exitCode).toBe(130);
  expect(deploy.shown().split(question)[1]).toMatch(/Stopped: nothing was changed\.\s*$/);
  expect(existsSync(checkout.path('cdktf.out', 'stacks', 'stripe-secret', 'deploy.tfplan'))).toBe(false);
});

test('setup of live goes on where cdktf stopped, and ends at a key of the wrong mode with what was wrong', async () => {
  const result = await ended(setup(services.newKey('test'), 'live'));
  expectFailure(result, /^✗ 3\/7 stripe:key: What was given is a key of test mode\./);
  expect(done(result)).toEqual({ 'state-backend': 'already done', 'stripe-secret': 'done' });
});

test('cdktf says without a stack trace that the workspace does not exist', async () => {
  const result = await cdktf('prod', 'synth');
  // It logs what the app prints, and repeats it in its own report.
  expect(plain(result).split('Terraform workspace "prod" is not known')).toHaveLength(3);
  expect(plain(result)).not.toMatch(/ at .*environments\.ts/);
  expect(result.status).toBe(1);
});

test('the npm scripts reject an unknown workspace in one sentence', async () => {
  const { status, stderr } = await command('deploy', 'prod');
  expect(stderr).toBe('Name the workspace: npm run deploy:test or npm run deploy:live.\n');
  expect(status).toBe(1);
});
