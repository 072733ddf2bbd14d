/**
 * `cdktf` for one workspace: `tsx commands/cdktf test deploy service-processing`. It sets the workspace and finds
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
import { HelpRequested } from '../shared/command-line';
import { helpText } from '../shared/help-text';
import { deploySpec, diffSpec, synthSpec } from './options';

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
  const spec = [synthSpec, diffSpec, deploySpec].find(({ name: command }) => command === args[0]);
  if (spec && args.some((arg) => ['--help', '-h'].includes(arg))) {
    throw new HelpRequested(helpText(spec));
  }
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
  // The terminal sends Ctrl-C to cdktf as well, which stops Terraform in order; this process waits for that.
  process.on('SIGINT', () => {});
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => child.kill(signal));
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

void runCommand(async () => {
  process.exitCode = await main(process.argv.slice(2));
});
