import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { leadingElsewhere } from '../clean-environment';
import type { Environment } from '../../settings/environments';
import type { Services } from '../services';

type Shell = 'sh' | 'powershell';

/**
 * Writes the lines for both kinds of shells into a folder. No Stripe key is among them.
 *
 * @returns the line that reads the file of this platform's shell
 */
export function writeExports(
  services: Pick<Services, 'aws' | 'stripe' | 'tools'>,
  environment: Environment,
  folder: string,
): string {
  const write = (file: string, shell: Shell) => {
    const written = path.join(folder, file);
    writeFileSync(written, `${exportLines(services, environment, shell).join('\n')}\n`);
    return `. ${quoted(written, shell)}`;
  };
  const lines = { sh: write('env.sh', 'sh'), powershell: write('env.ps1', 'powershell') };
  return lines[defaultShell()];
}

/** Shell lines after which Terraform, cdktf and the AWS CLI use the local services. */
export function exportLines(
  services: Pick<Services, 'aws' | 'stripe' | 'tools'>,
  environment: Environment,
  shell: Shell = defaultShell(),
): string[] {
  const terraform = [
    'TF_CLI_CONFIG_FILE',
    'CHECKPOINT_DISABLE',
    'CDKTF_SKIP_PROVIDER_LOCK',
    'CDKTF_DISABLE_PLUGIN_CACHE_ENV',
  ];
  const variables: NodeJS.ProcessEnv = {
    ...Object.fromEntries(leadingElsewhere().map((name) => [name, undefined])),
    ...services.aws.environment,
    ...Object.fromEntries(terraform.map((name) => [name, services.tools.terraformEnv[name]])),
    TF_WORKSPACE: environment.name,
  };
  const names = Object.keys(variables);
  const unset = names.filter((name) => variables[name] === undefined);
  const set = names.filter((name) => variables[name] !== undefined);
  return shell === 'powershell'
    ? [
        `Remove-Item ${unset.map((name) => `Env:${name}`).join(', ')} -ErrorAction Ignore`,
        ...set.map((name) => `$env:${name} = ${quoted(variables[name]!, shell)}`),
      ]
    : [`unset ${unset.join(' ')}`, ...set.map((name) => `export ${name}=${quoted(variables[name]!, shell)}`)];
}

const quoted = (text: string, shell: Shell) =>
  `'${text.replaceAll("'", shell === 'powershell' ? "''" : `'\\''`)}'`;

const defaultShell = (): Shell => (process.platform === 'win32' ? 'powershell' : 'sh');
