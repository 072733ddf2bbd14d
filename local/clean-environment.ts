import { noAwsFiles, withoutProxyHere } from '@usage-billing/local-aws/endpoint/environment';
import { environmentNames } from '../settings/environment-names';

/** What configures AWS, Terraform, Stripe, cdktf, moto, Node.js or Python, for other work than the demo's. */
const configures =
  /^((AWS|TF|STRIPE|CDKTF|MOTO)_.*|NODE_OPTIONS|SYNTH_HCL_OUTPUT|PYTHON(SAFEPATH|WARNINGS))$/i;

/** Where Terraform gets its providers, with what token; and what `runCommand` has set itself. */
const stays = /^(TF_CLI_CONFIG_FILE|TF_TOKEN_.+|AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED)$/i;

/** What leads Terraform elsewhere, and may be set in any terminal. `awsEnvironment` knows what leads AWS's tools. */
const leadsTerraform = [
  ...['TF_CLI_ARGS', 'TF_CLI_ARGS_init', 'TF_CLI_ARGS_plan', 'TF_CLI_ARGS_apply', 'TF_CLI_ARGS_show'],
  ...['TF_CLI_ARGS_output', 'TF_DATA_DIR', 'TF_LOG'],
] as const;

let removed: readonly string[] = [];

/**
 * Makes this process independent of its caller's environment, and with it all that it starts: moto, Terraform,
 * synthesis, and the SDKs' clients, which read the environment of their own process. What finds programs stays (`PATH`,
 * `HOME`, `TERRAFORM_BINARY_NAME`, `TF_CLI_CONFIG_FILE`), and proxies for downloads, which are not asked for this
 * machine. `TF_WORKSPACE` stays if it names a workspace of this project.
 */
export function leaveCallersEnvironment(env: NodeJS.ProcessEnv = process.env): void {
  const { TF_WORKSPACE: workspace } = env;
  removed = Object.keys(env).filter((name) => configures.test(name) && !stays.test(name));
  for (const name of removed) {
    delete env[name];
  }
  if (environmentNames.some((name) => name === workspace)) {
    env.TF_WORKSPACE = workspace;
  }
  Object.assign(env, noAwsFiles, withoutProxyHere(env));
}

/** Variables that another terminal must unset before it uses what the demo keeps running. */
export function leadingElsewhere(): string[] {
  return [...new Set([...leadsTerraform, ...removed])].filter((name) =>
    /^(AWS|TF|STRIPE|CDKTF)_/i.test(name),
  );
}
