/**
 * `cdktf` for one workspace: `npm run deploy:test -- service-processing`. It sets the workspace and finds
 * Terraform and its AWS provider on every platform; all other arguments are cdktf's own.
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { projectDirectory } from '../../clients/terraform/synth';
import { findTerraform } from '../../clients/terraform/find';
import { terraformEnvironment } from '../../clients/terraform/config';
import { environmentOf } from '../../settings/environments';
import { CommandError } from '../../clients/command-error';
import { runCommand } from '../shared/cli';
import { interrupted, interruption } from '../shared/interruption';

/** cdktf's commands that run `terraform init`, with their aliases. */
const initializes = ['deploy', 'apply', 'destroy', 'diff', 'plan', 'output', 'outputs'];

/** @returns cdktf's exit code */
async function main([workspace, ...args]: string[]): Promise<number> {
  if (!workspace || args.length === 0) {
    throw new CommandError(
      'Name a workspace and a cdktf command, for example: test deploy service-processing',
    );
  }
  const { name } = environmentOf(workspace);
  const log = (line: string) => console.error(line);
  const terraform = await findTerraform({ log });
  const { env, message } = terraformEnvironment();
  env.TF_WORKSPACE = name;
  env.TERRAFORM_BINARY_NAME = terraform.command;
  // Without --auto-approve cdktf passes the user's reply on to Terraform's prompt, so Terraform must prompt.
  if (args.includes('--auto-approve')) {
    env.TF_INPUT = '0';
  }
  if (initializes.includes(args[0] ?? '')) {
    log(message);
  }
  return cdktf(args, env);
}

function cdktf(args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const manifest = require.resolve('cdktf-cli/package.json');
  const { bin } = JSON.parse(readFileSync(manifest, 'utf8')) as { bin: { cdktf: string } };
  const child = spawn(process.execPath, [path.join(path.dirname(manifest), bin.cdktf), ...args], {
    cwd: projectDirectory,
    env,
    stdio: 'inherit',
  });
  interruption().addEventListener('abort', () => {
    const by = interrupted();
    // The terminal sends Ctrl-C to cdktf as well, which stops Terraform in order; this process waits for that.
    if (by !== 'SIGINT') {
      child.kill(by === 'closed output' ? 'SIGTERM' : by);
    }
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

void runCommand(async () => {
  process.exitCode = await main(process.argv.slice(2));
});
