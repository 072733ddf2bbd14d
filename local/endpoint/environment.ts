/** What the SDKs, the AWS CLI and Terraform read; `undefined` unsets what would send them elsewhere. */
export function awsEnvironment(url: string, region: string): NodeJS.ProcessEnv {
  const misleading = Object.keys(process.env).filter((name) =>
    /^AWS_(ENDPOINT_URL_.+|PROFILE|DEFAULT_PROFILE|SESSION_TOKEN|ROLE_ARN|WEB_IDENTITY_TOKEN_FILE|IGNORE_CONFIGURED_ENDPOINT_URLS|USE_FIPS_ENDPOINT|USE_DUALSTACK_ENDPOINT)$/.test(
      name,
    ),
  );
  const noProxy = [process.env.NO_PROXY ?? process.env.no_proxy, '127.0.0.1'].filter(Boolean).join(',');
  return {
    ...Object.fromEntries(misleading.map((name) => [name, undefined])),
    AWS_ENDPOINT_URL: url,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_EC2_METADATA_DISABLED: 'true',
    NO_PROXY: noProxy,
    no_proxy: noProxy,
  };
}
