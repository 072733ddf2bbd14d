import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { cacheDirectory, cacheError } from '../platform';
import { awsProviderVersion, findProviderMirror, type ProviderMirror } from './provider-mirror';

export interface TerraformEnvironment {
  /** The whole environment for Terraform and for cdktf. */
  readonly env: NodeJS.ProcessEnv;
  /** One sentence for the user: where the AWS provider comes from. */
  readonly message: string;
}

/**
 * The environment in which Terraform finds the AWS provider: the user's own CLI configuration if it says where
 * providers come from, else a mirror found on this machine, else Terraform's registry.
 *
 * @throws CommandError if the cache folder cannot be written
 */
export function terraformEnvironment(
  base: NodeJS.ProcessEnv = process.env,
  findMirror: () => ProviderMirror | undefined = findProviderMirror,
  cache = cacheDirectory(),
): TerraformEnvironment {
  const env: NodeJS.ProcessEnv = {
    ...base,
    CHECKPOINT_DISABLE: '1',
    TF_IN_AUTOMATION: '1',
    // After a first `init` cdktf has Terraform look the provider's linux_amd64 checksums up in its registry, for
    // HCP Terraform's machines. Nothing runs there, and without internet it would end the command.
    CDKTF_SKIP_PROVIDER_LOCK: 'true',
  };
  const override = base.TF_CLI_CONFIG_FILE || base.TERRAFORM_CONFIG;
  const overrides = override !== undefined && override !== '' && existsSync(override);
  if (!overrides) {
    // Of a missing file Terraform only warns, but it then overlooks the user's usual ones.
    delete env.TF_CLI_CONFIG_FILE;
    delete env.TERRAFORM_CONFIG;
  }
  const files = overrides ? [override] : defaultConfigFiles(base);

  const own = files.find((file) => /^\s*"?provider_installation"?\s*[{:]/m.test(readFileSync(file, 'utf8')));
  if (own && isWrittenHere(own, cache)) {
    return {
      env,
      message: `Terraform takes the AWS provider from the mirror that ${own} names, a file of this project.`,
    };
  }
  if (own) {
    return { env, message: `Terraform takes its providers as your own ${own} says.` };
  }
  const mirror = findMirror();
  if (!mirror) {
    return { env, message: `Terraform downloads hashicorp/aws ${awsProviderVersion} from its registry.` };
  }
  env.TF_CLI_CONFIG_FILE = writeConfig(configOf(mirror), cache);
  // cdktf's plugin cache spares downloads, of which there are none; two runs at once must not share it.
  env.CDKTF_DISABLE_PLUGIN_CACHE_ENV = 'true';
  return {
    env,
    message: `Found a Terraform provider mirror and use it: ${mirror.description} in ${mirror.path}.`,
  };
}

/**
 * Keeps a CLI configuration in the cache folder, under a name that its text decides: commands that run at once do
 * not disturb each other, and nothing has to be removed when one is killed. It takes the place of a user's own file
 * that says nothing of providers; what else that may hold (tokens, a plugin cache) nothing here needs.
 */
function writeConfig(text: string, cache: string): string {
  const name = `terraform-${createHash('sha256').update(text).digest('hex').slice(0, 16)}.rc`;
  const file = path.join(cache, name);
  if (existsSync(file)) {
    return file;
  }
  try {
    mkdirSync(cache, { recursive: true });
    const own = `${file}.${process.pid}`;
    writeFileSync(own, text);
    renameSync(own, file);
  } catch (error) {
    throw cacheError(cache, 'The configuration by which Terraform finds the AWS provider', error);
  }
  return file;
}

/** Whether `writeConfig` wrote the file, in this run or an earlier one whose variables the shell still has. */
function isWrittenHere(file: string, cache: string): boolean {
  return (
    path.dirname(path.resolve(file)) === path.resolve(cache) &&
    /^terraform-[0-9a-f]{16}\.rc$/.test(path.basename(file))
  );
}

function configOf(mirror: ProviderMirror): string {
  return `provider_installation {
  filesystem_mirror {
    path    = ${hclString(mirror.path)}
    include = ["registry.terraform.io/hashicorp/aws"]
  }
  direct {
    exclude = ["registry.terraform.io/hashicorp/aws"]
  }
}
`;
}

/** A quoted string of Terraform's CLI configuration (HCL 1, which has no escape for an interpolation). */
export function hclString(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&')}"`;
}

/** What Terraform reads without TF_CLI_CONFIG_FILE: one file, then every `.tfrc` of a folder. */
function defaultConfigFiles(env: NodeJS.ProcessEnv): string[] {
  const onWindows = process.platform === 'win32';
  const home = onWindows ? env.APPDATA : env.HOME || homedir();
  if (!home) {
    return [];
  }
  const folder = path.join(home, onWindows ? 'terraform.d' : '.terraform.d');
  const inFolder = existsSync(folder)
    ? readdirSync(folder).filter((name) => /\.tfrc(\.json)?$/.test(name))
    : [];
  return [
    path.join(home, onWindows ? 'terraform.rc' : '.terraformrc'),
    ...inFolder.map((name) => path.join(folder, name)),
  ].filter(existsSync);
}
