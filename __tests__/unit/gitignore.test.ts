import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { run } from '../../clients/run-program';
import { projectDirectory } from '../../clients/terraform/synth';
import { filesOf } from '../../commands/shared/plans/manifest';
import { scratchFolder } from '../helpers/fake-program';

const root = scratchFolder();
const git = (cwd: string, ...args: string[]) => run('git', args, { cwd });

/** What people of the team have in their checkout and must never commit. */
const neverCommitted = [
  // Plans and states, wherever --out and Terraform put them.
  path.join('plans', 'test', 'manifest.json'),
  path.join('my plans', filesOf('service-processing').plan),
  filesOf('stripe-secret').plan,
  path.join('cdktf.out', 'stacks', 'x', 'deploy.tfplan'),
  'terraform.state-backend.tfstate',
  'terraform.tfstate.1700000000.backup',
  'errored.tfstate',
  // The runbook writes the input of an execution here, with its customer; reconcile writes a table of all customers.
  'input.json',
  path.join('docs', 'input.json'),
  'january.csv',
  '.env',
  '.env.live',
  'live.tfvars',
  'live.auto.tfvars.json',
];

test('git commits none of the files that hold a state, customers or secrets', async () => {
  expect((await git(root, 'init', '--quiet')).status).toBe(0);
  copyFileSync(path.join(projectDirectory, '.gitignore'), path.join(root, '.gitignore'));
  for (const file of [...neverCommitted, path.join('settings', 'environments.ts')]) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), '');
  }
  const { stdout } = await git(root, 'status', '--porcelain', '--untracked-files=all');
  expect(stdout.trim().split('\n').sort()).toEqual(['?? .gitignore', '?? settings/environments.ts']);
});

// Not in an archive of the project, which is no repository.
(existsSync(path.join(projectDirectory, '.git')) ? test : test.skip)(
  'no file of the project is ignored, since its changes would be overlooked',
  async () => {
    const tracked = await git(projectDirectory, 'ls-files', '--cached', '--ignored', '--exclude-standard');
    expect([tracked.status, tracked.stdout]).toEqual([0, '']);
  },
);
