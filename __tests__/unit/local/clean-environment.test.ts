import { homedir } from 'node:os';
import { leadingElsewhere, leaveCallersEnvironment } from '../../../local/clean-environment';

const left = (env: NodeJS.ProcessEnv) => {
  leaveCallersEnvironment(env);
  return env;
};

describe("the demo's environment", () => {
  test('has nothing that the caller set for an account, Terraform, Stripe or Node.js of their own', () => {
    const env = left({
      AWS_PROFILE: 'nope',
      AWS_CONFIG_FILE: '/nowhere',
      AWS_SECRET_ACCESS_KEY: 'theirs',
      TF_CLI_ARGS: '-lock=false',
      TF_CLI_ARGS_plan: '-target=x',
      TF_DATA_DIR: '/nowhere',
      TF_LOG: 'TRACE',
      TF_VAR_x: 'x',
      TF_PLUGIN_CACHE_DIR: '/nowhere',
      STRIPE_API_BASE: 'http://127.0.0.1:1',
      NODE_OPTIONS: '--inspect',
    });
    expect(Object.keys(env).sort()).toEqual([
      'AWS_CONFIG_FILE',
      'AWS_SHARED_CREDENTIALS_FILE',
      'NO_PROXY',
      'no_proxy',
    ]);
    expect(env.AWS_CONFIG_FILE).not.toBe('/nowhere');
    expect(leadingElsewhere()).toEqual(
      expect.arrayContaining([
        'AWS_PROFILE',
        'TF_CLI_ARGS_plan',
        'TF_VAR_x',
        'STRIPE_API_BASE',
        'TF_CLI_ARGS',
      ]),
    );
    expect(leadingElsewhere()).not.toContain('NODE_OPTIONS');
  });

  test('still finds programs and providers, and downloads through a proxy that it does not ask for this machine', () => {
    const finding = {
      PATH: '/bin',
      HOME: homedir(),
      TERRAFORM_BINARY_NAME: 'tofu',
      TF_CLI_CONFIG_FILE: '/my.tfrc',
      TF_TOKEN_mirror_example: 'token',
      HTTPS_PROXY: 'http://proxy:1',
      NO_PROXY: 'inside.example',
    };
    expect(left({ ...finding })).toEqual({
      ...finding,
      AWS_CONFIG_FILE: expect.any(String),
      AWS_SHARED_CREDENTIALS_FILE: expect.any(String),
      NO_PROXY: 'inside.example,127.0.0.1,localhost',
      no_proxy: 'inside.example,127.0.0.1,localhost',
    });
  });

  test('takes the workspace of TF_WORKSPACE, unless it is one of another project', () => {
    expect(left({ TF_WORKSPACE: 'live' }).TF_WORKSPACE).toBe('live');
    expect(left({ TF_WORKSPACE: 'prod' }).TF_WORKSPACE).toBeUndefined();
  });
});
