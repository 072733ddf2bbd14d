import { cacheDirectory, inCache } from '../platform';
import { downloadTerraform, installedTerraform, releaseVersion } from './install';
import { run } from '../run-program';
import { CommandError } from '../command-error';
import type { Log } from '../log';

export interface TerraformBinary {
  /** A name on the PATH, or a whole path. */
  readonly command: string;
  readonly version: string;
}

/** The first release whose S3 backend has `use_lockfile`. */
const minimumVersion = [1, 10] as const;

/**
 * Finds Terraform 1.10 or later: `TERRAFORM_BINARY_NAME` (as cdktf does), else `terraform` on the PATH, else
 * HashiCorp's release, which is downloaded once, checked, and kept in the user's cache folder.
 *
 * @param options.signal ends a download, after which nothing of it is left
 * @throws CommandError if there is none and it cannot be downloaded, or the cache folder cannot be written
 */
export async function findTerraform(options: {
  log: Log;
  env?: NodeJS.ProcessEnv;
  cache?: string;
  releases?: string;
  signal?: AbortSignal;
}): Promise<TerraformBinary> {
  const { log, env = process.env, cache = cacheDirectory(), signal } = options;
  const chosen = env.TERRAFORM_BINARY_NAME;
  const command = chosen || 'terraform';
  const version = await versionOf(command, env);
  if (version && isRecent(version)) {
    return { command, version };
  }
  // Ctrl-C at the terminal has reached the program as well, which then told nothing.
  signal?.throwIfAborted();
  if (chosen) {
    throw new CommandError(
      version
        ? `TERRAFORM_BINARY_NAME names ${chosen}, version ${version}; Terraform 1.10 or later is needed.`
        : `TERRAFORM_BINARY_NAME names ${chosen}, which does not run. Correct it, or unset it to use terraform.`,
    );
  }
  log(
    version
      ? `Terraform ${version} on the PATH is older than 1.10; version ${releaseVersion} is used instead.`
      : `No Terraform on the PATH; version ${releaseVersion} is used.`,
  );
  const installed = installedTerraform(cache);
  if (!(await versionOf(installed, env))) {
    await inCache(cache, 'The downloaded Terraform', () =>
      downloadTerraform({
        target: installed,
        log,
        ...(options.releases && { releases: options.releases }),
        ...(signal && { signal }),
      }),
    );
  }
  return { command: installed, version: releaseVersion };
}

async function versionOf(command: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  // `version` refuses the options that the operator has every subcommand take, such as -lock=false.
  const { status, stdout } = await run(command, ['version', '-json'], {
    env: { ...env, CHECKPOINT_DISABLE: '1', TF_CLI_ARGS: undefined, TF_CLI_ARGS_version: undefined },
  });
  if (status !== 0) {
    return undefined;
  }
  try {
    return (JSON.parse(stdout) as { terraform_version?: string }).terraform_version;
  } catch {
    return undefined; // some other program of that name
  }
}

function isRecent(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > minimumVersion[0] || (major === minimumVersion[0] && minor >= minimumVersion[1]);
}
