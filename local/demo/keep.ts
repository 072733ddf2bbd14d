import type { Environment } from '../../settings/environments';
import type { Services } from '../services';

/** Shell lines after which Terraform, cdktf and the AWS CLI use the local services. */
export function exportLines(services: Services, environment: Environment, shell = defaultShell()): string[] {
  const terraform = [
    'TF_CLI_CONFIG_FILE',
    'CHECKPOINT_DISABLE',
    'CDKTF_SKIP_PROVIDER_LOCK',
    'CDKTF_DISABLE_PLUGIN_CACHE_ENV',
  ];
  const variables: NodeJS.ProcessEnv = {
    ...services.aws.environment,
    ...Object.fromEntries(terraform.map((name) => [name, services.tools.terraformEnv[name]])),
    TF_WORKSPACE: environment.name,
  };
  return Object.entries(variables).map(([name, value]) => {
    if (shell === 'powershell') {
      return value === undefined
        ? `Remove-Item Env:${name} -ErrorAction Ignore`
        : `$env:${name} = '${value.replaceAll("'", "''")}'`;
    }
    return value === undefined ? `unset ${name}` : `export ${name}='${value.replaceAll("'", `'\\''`)}'`;
  });
}

const defaultShell = () => (process.platform === 'win32' ? 'powershell' : 'sh');
