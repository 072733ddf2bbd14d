import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { awsProviderVersion, findProviderMirror } from '../../../../clients/terraform/provider-mirror';
import { scratchFolder } from '../../../helpers/fake-program';

const root = scratchFolder();
const aws = ['registry.terraform.io', 'hashicorp', 'aws'];

function touch(...segments: string[]): void {
  const file = path.join(root, ...segments);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, '');
}

function unpacked(mirror: string, version = awsProviderVersion, platform = 'linux_amd64'): void {
  touch(mirror, ...aws, version, platform, `terraform-provider-aws_v${version}_x5`);
}

function search(place: string, platform = 'linux_amd64') {
  const found = findProviderMirror({ everywhere: [path.join(root, place)], namedTerraform: [] }, platform);
  return found && path.relative(root, found.path);
}

describe('Looking for a provider mirror', () => {
  test('finds an unpacked provider, and says which, so that the user knows what is used', () => {
    unpacked('unpacked/plugins');
    const place = { everywhere: [path.join(root, 'unpacked')], namedTerraform: [] };
    expect(findProviderMirror(place, 'linux_amd64')).toEqual({
      path: path.join(root, 'unpacked', 'plugins'),
      description: 'hashicorp/aws 5.100.0 for linux_amd64',
    });
  });

  test('finds a packed provider, as `terraform providers mirror` writes it', () => {
    touch('packed', 'a', 'b', ...aws, `terraform-provider-aws_${awsProviderVersion}_windows_amd64.zip`);
    expect(search('packed', 'windows_amd64')).toBe(path.join('packed', 'a', 'b'));
  });

  test('passes a mirror by that lacks this version or this platform, because Terraform would refuse it', () => {
    unpacked('other/a', '5.99.1');
    unpacked('other/b', awsProviderVersion, 'darwin_arm64');
    expect(search('other')).toBeUndefined();
  });

  test('passes an empty folder of the provider by, as an interrupted copy leaves it', () => {
    mkdirSync(path.join(root, 'empty', 'a', ...aws, awsProviderVersion, 'linux_amd64'), { recursive: true });
    expect(search('empty')).toBeUndefined();
  });

  test('looks only a few levels deep, so that the search ends soon on a full disk', () => {
    unpacked('deep/1/2/3');
    expect(search('deep')).toBeUndefined();
    expect(search('deep/1')).toBe(path.join('deep', '1', '2', '3'));
  });

  test('looks in large shared folders only into what is called terraform', () => {
    unpacked('shared/applications');
    const places = { everywhere: [], namedTerraform: [path.join(root, 'shared')] };
    expect(findProviderMirror(places, 'linux_amd64')).toBeUndefined();
    unpacked('shared/Terraform/plugins');
    expect(findProviderMirror(places, 'linux_amd64')?.path).toBe(path.join(root, 'shared/Terraform/plugins'));
  });

  test("passes cdktf's plugin cache by, because Terraform cannot install from the cache it installs into", () => {
    unpacked('home/plugin-cache');
    expect(search('home')).toBeUndefined();
  });

  test('a place that does not exist holds no mirror', () => {
    expect(search('absent')).toBeUndefined();
  });
});
