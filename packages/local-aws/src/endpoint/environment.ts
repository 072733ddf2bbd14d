import { devNull } from 'node:os';

/** Of these `~/.aws` would be read otherwise, with its endpoints, roles and programs. */
export const noAwsFiles = { AWS_CONFIG_FILE: devNull, AWS_SHARED_CREDENTIALS_FILE: devNull } as const;

/** Unset, whether or not they are set here: the variables may be for another terminal. */
const leadElsewhere = [
  ...[
    'AWS_PROFILE',
    'AWS_DEFAULT_PROFILE',
    'AWS_SESSION_TOKEN',
    'AWS_ROLE_ARN',
    'AWS_WEB_IDENTITY_TOKEN_FILE',
  ],
  ...[
    'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS',
    'AWS_USE_FIPS_ENDPOINT',
    'AWS_USE_DUALSTACK_ENDPOINT',
    'AWS_CA_BUNDLE',
  ],
] as const;

/** What the SDKs, the AWS CLI and Terraform read; `undefined` unsets what would send them elsewhere. */
export function awsEnvironment(url: string, region: string): NodeJS.ProcessEnv {
  const own = Object.keys(process.env).filter((name) => name.startsWith('AWS_ENDPOINT_URL_'));
  return {
    ...Object.fromEntries([...leadElsewhere, ...own].map((name) => [name, undefined])),
    AWS_ENDPOINT_URL: url,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_EC2_METADATA_DISABLED: 'true',
    ...noAwsFiles,
    ...withoutProxyHere(),
  };
}

/** The hosts that are reached without the caller's proxies. */
export function withoutProxyHere(env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const hosts = (env.NO_PROXY ?? env.no_proxy ?? '').split(',').filter(Boolean);
  const all = [...new Set([...hosts, '127.0.0.1', 'localhost'])].join(',');
  return { NO_PROXY: all, no_proxy: all };
}
