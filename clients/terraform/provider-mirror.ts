import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { cdktf } from '@cdktf/provider-aws/package.json';
import { terraformPlatform } from '../platform';

/** Version of hashicorp/aws that the constructs in use were generated from; cdktf asks Terraform for exactly it. */
export const awsProviderVersion = cdktf.provider.version;

export interface ProviderMirror {
  /** The folder to name as `filesystem_mirror.path`. */
  readonly path: string;
  /** What lies there, for example `hashicorp/aws 5.100.0 for linux_amd64`. */
  readonly description: string;
}

export interface MirrorPlaces {
  /** Folders in which add-on software lies; a mirror may lie in them, in their folders, or in those folders'. */
  readonly everywhere: readonly string[];
  /** Large shared folders: only what is called something with "terraform" is looked into. */
  readonly namedTerraform: readonly string[];
}

const host = 'registry.terraform.io';
/** Terraform cannot install from its own plugin cache, which cdktf puts into `plugin-cache`. */
const skipped = [host, 'plugin-cache'];
const searchDepth = 2;
/** A bound for time (a listing takes some 20 µs), not a number of mirrors: nobody should wait for a search. */
const maxListings = 500;

/**
 * Looks for a Terraform filesystem mirror that holds the AWS provider for this machine, unpacked or packed, in the
 * usual places for add-on software. It looks a few levels deep and lists at most 500 folders a place.
 */
export function findProviderMirror(
  places = usualPlaces(),
  platform = terraformPlatform(),
): ProviderMirror | undefined {
  const searches = [
    ...places.everywhere.map((root) => findIn(root, platform, () => true)),
    ...places.namedTerraform.map((root) => findIn(root, platform, (name) => /terraform/i.test(name))),
  ];
  for (const search of searches) {
    const found = search.next().value;
    if (found) {
      return { path: found, description: `hashicorp/aws ${awsProviderVersion} for ${platform}` };
    }
  }
  return undefined;
}

function* findIn(root: string, platform: string, mayEnter: (name: string) => boolean): Generator<string> {
  let level = [root];
  let listings = 0;
  for (let depth = 0; depth <= searchDepth; depth++) {
    const next: string[] = [];
    for (const folder of level) {
      if (listings++ >= maxListings) {
        return;
      }
      const children = foldersIn(folder);
      if (children.includes(host) && holdsProvider(folder, platform)) {
        yield folder;
      }
      const entered = depth === 0 ? children.filter(mayEnter) : children;
      next.push(...entered.filter((name) => !skipped.includes(name)).map((name) => path.join(folder, name)));
    }
    level = next;
  }
}

/** Layouts as `terraform providers mirror` and Terraform's documentation of filesystem_mirror describe them. */
function holdsProvider(mirror: string, platform: string): boolean {
  const provider = path.join(mirror, host, 'hashicorp', 'aws');
  const packed = path.join(provider, `terraform-provider-aws_${awsProviderVersion}_${platform}.zip`);
  const unpacked = path.join(provider, awsProviderVersion, platform);
  return existsSync(packed) || namesIn(unpacked).some((name) => name.startsWith('terraform-provider-aws'));
}

function usualPlaces(env = process.env, platform = process.platform, home = homedir()): MirrorPlaces {
  const existing = (...folders: (string | undefined)[]) => folders.filter((folder) => folder !== undefined);
  if (platform === 'win32') {
    return {
      everywhere: existing(env.APPDATA && path.join(env.APPDATA, 'terraform.d')),
      namedTerraform: existing(env.ProgramData, env.LOCALAPPDATA, env.APPDATA, env.ProgramFiles),
    };
  }
  return {
    everywhere: [path.join(home, '.terraform.d'), '/opt', '/srv', '/usr/local'],
    namedTerraform: [
      env.XDG_DATA_HOME || path.join(home, '.local', 'share'),
      ...(env.XDG_DATA_DIRS || '/usr/local/share:/usr/share').split(':').filter(path.isAbsolute),
      ...['/usr/local/lib', '/usr/lib', '/var/lib', '/var/cache'],
      ...(platform === 'darwin' ? [path.join(home, 'Library', 'Application Support')] : []),
    ],
  };
}

function foldersIn(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() || entry.isSymbolicLink())
      .map((entry) => entry.name);
  } catch {
    return []; // absent, unreadable, or a link to a file
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
