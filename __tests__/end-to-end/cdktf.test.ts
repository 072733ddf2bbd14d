import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { Deployment } from '../../local/deployment';
import { startServices, type Services } from '../../local/services';
import { projectDirectory } from '../../clients/terraform/synth';
import { arnsOf } from '../../settings/arns';
import { environmentOf } from '../../settings/environments';
import { ended, ProjectCopy, type Ended } from '../helpers/project-copy';
import { inOneLine } from '../helpers/workspaces';

const environment = environmentOf('test');
const cdktfProgram = path.join(projectDirectory, 'node_modules', 'cdktf-cli', 'bundle', 'bin', 'cdktf');

let services: Services;
let checkout: ProjectCopy;

jest.setTimeout(180_000);

beforeAll(async () => {
  services = await startServices({ environment, workspaces: ['test', 'live'], log: () => {} });
  checkout = new ProjectCopy(services.aws.environment);
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

test('cdktf deploy brings up a new account, stack after stack, from the same bytes as synth', async () => {
  const bucket = await cdktf('test', 'deploy', 'state-backend', '--auto-approve');
  expect(plain(bucket)).toContain('Apply complete! Resources: 6 added');
  expect(bucket.status).toBe(0);
  expect(synthesized()).toEqual(ofSynth);
  expect(existsSync(checkout.path('terraform.tfstate.d', 'test', 'terraform.tfstate'))).toBe(true);

  const test = new Deployment({ environment, services, folder: checkout.folder });
  await test.synthesize();
  await test.deploy('stripe-secret');
  await test.putKey(services.newKey('test'));
  const connection = await cdktf('test', 'deploy', 'stripe-connection', '--auto-approve');
  expect(plain(connection)).toContain('Apply complete! Resources: 1 added');
  const args = ['deploy', 'service-processing', '--auto-approve', '--outputs-file', 'outputs.json'];
  const processing = await cdktf('test', ...args);
  expect(plain(processing)).toMatch(/Apply complete! Resources: \d+ added, 0 changed, 0 destroyed/);
  expect(processing.status).toBe(0);
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
  const live = new Deployment({ environment: environmentOf('live'), services, folder: checkout.folder });
  await live.synthesize();
  await live.deploy('state-backend');
  const secret = await command('diff', 'live', 'stripe-secret');
  expect(plain(secret)).toContain('Plan: 1 to add, 0 to change, 0 to destroy.');
  const test = await command('diff', 'test', 'stripe-secret');
  expect(plain(test)).toContain('stripe-secret: no changes.');
});

test('the npm scripts reject an unknown workspace in one sentence', async () => {
  const { status, stderr } = await command('synth', 'prod');
  expect(stderr).toBe('Name the workspace: --workspace test or --workspace live, not "prod".\n');
  expect(status).toBe(1);
});
