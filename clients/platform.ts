import { homedir } from 'node:os';
import path from 'node:path';

const operatingSystems: Partial<Record<NodeJS.Platform, string>> = { win32: 'windows' };
const architectures: Partial<Record<NodeJS.Architecture, string>> = { x64: 'amd64', ia32: '386' };

/** This machine in Terraform's words, for example `linux_amd64`, `darwin_arm64` or `windows_amd64`. */
export function terraformPlatform(platform = process.platform, arch = process.arch): string {
  return `${operatingSystems[platform] ?? platform}_${architectures[arch] ?? arch}`;
}

/** The folder for what this project downloads: the user's own cache folder, so that every clone shares it. */
export function cacheDirectory(env = process.env, platform = process.platform, home = homedir()): string {
  const caches =
    platform === 'win32'
      ? env.LOCALAPPDATA || path.join(home, 'AppData', 'Local')
      : env.XDG_CACHE_HOME || path.join(home, platform === 'darwin' ? 'Library/Caches' : '.cache');
  return path.join(caches, 'siftbeam-stripe-billing');
}
