import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { unzipSync } from 'fflate';
import { fetch, ProxyAgent } from 'undici';
import { terraformPlatform } from '../platform';
import { CommandError } from '../command-error';
import type { Log } from '../log';
import { proxyAuthorization, proxyFor } from '../proxy';

/** The release that is used where there is no Terraform. */
export const releaseVersion = '1.11.4';

/** SHA-256 of HashiCorp's zips, as in its Homebrew tap and in winget's manifest of this release. */
const sha256: Record<string, string> = {
  darwin_amd64: 'a56d5002b9f7647291faccc3dd1a70350e60fb61e4c45037629508b8fdc2575b',
  darwin_arm64: '867e0808fa971217043e25b7a792b10720c79b1546f8a68479b74f138be73e18',
  linux_amd64: '1ce994251c00281d6845f0f268637ba50c0005657eb3cf096b92f753b42ef4dc',
  linux_arm64: 'a43d1d0da9b9bab214a8305a39db0e40869572594ccf50c416a7756499143633',
  windows_amd64: '4e1dc85419dda723f2bb3afdf63a0d282a2de858588d56dd57d2e4e4c4c83f2b',
};

const howToGetIt =
  'Install Terraform 1.10 or later (https://developer.hashicorp.com/terraform/install; macOS: brew install ' +
  'hashicorp/tap/terraform; Windows: winget install Hashicorp.Terraform) and run the command again.';

/** Where the downloaded Terraform lies, or will. */
export function installedTerraform(cache: string): string {
  const name = process.platform === 'win32' ? 'terraform.exe' : 'terraform';
  return path.join(cache, `terraform-${releaseVersion}`, name);
}

/**
 * Downloads HashiCorp's release for this machine, compares it with its known SHA-256 and unpacks the program.
 * Two processes may do this at once: each writes beside the target and moves the whole file there.
 *
 * @throws CommandError if this machine is none of the known ones, the download fails, or the checksum differs
 */
export async function downloadTerraform(options: {
  target: string;
  log: Log;
  releases?: string;
  platform?: string;
  checksums?: Record<string, string>;
  signal?: AbortSignal;
}): Promise<void> {
  const { target, log, releases = 'https://releases.hashicorp.com', signal } = options;
  const { platform = terraformPlatform(), checksums = sha256 } = options;
  const expected = checksums[platform];
  if (!expected) {
    throw new CommandError(`No checksum of Terraform for ${platform} is known here. ${howToGetIt}`);
  }

  const url = `${releases}/terraform/${releaseVersion}/terraform_${releaseVersion}_${platform}.zip`;
  log(`Downloading ${url} (about 27 MB) …`);
  const zip = await download(url, signal);
  if (createHash('sha256').update(zip).digest('hex') !== expected) {
    throw new CommandError(`What ${url} sent is not HashiCorp's release: its SHA-256 differs. ${howToGetIt}`);
  }
  const name = path.basename(target);
  const program = unzipSync(zip, { filter: (file) => file.name === name })[name];
  if (!program) {
    throw new CommandError(`${url} holds no ${name}. ${howToGetIt}`);
  }

  const folder = path.dirname(target);
  await mkdir(folder, { recursive: true });
  const own = await mkdtemp(path.join(folder, 'download-'));
  try {
    const file = path.join(own, name);
    await writeFile(file, program, { mode: 0o755 });
    await rename(file, target);
  } finally {
    await rm(own, { recursive: true, force: true });
  }
}

async function download(url: string, signal: AbortSignal | undefined): Promise<Uint8Array> {
  const signals = [AbortSignal.timeout(300_000), ...(signal ? [signal] : [])];
  try {
    const proxy = proxyFor(new URL(url).hostname);
    const token = proxy && proxyAuthorization(proxy);
    const dispatcher = proxy && new ProxyAgent({ uri: proxy.origin, ...(token && { token }) });
    const response = await fetch(url, {
      signal: AbortSignal.any(signals),
      ...(dispatcher && { dispatcher }),
    });
    if (!response.ok) {
      throw new Error(`HTTP status ${response.status}`);
    }
    return new Uint8Array(await response.arrayBuffer());
  } catch (error) {
    throw new CommandError(`Terraform could not be downloaded from ${url} (${reason(error)}). ${howToGetIt}`);
  }
}

function reason(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error && cause.message ? cause.message : message;
}
