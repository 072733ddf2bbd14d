import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { hclString, terraformEnvironment } from '../../../../clients/terraform/config';
import { scratchFolder } from '../../../helpers/fake-program';

const root = scratchFolder();
const mirror = { path: path.join(root, 'a mirror'), description: 'hashicorp/aws 5.100.0 for linux_amd64' };
const cache = path.join(root, 'cache');

let homes = 0;
/** A user's environment whose home holds these files. */
function home(files: Record<string, string> = {}) {
  const folder = path.join(root, `home ${homes++}`);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  return { HOME: folder, APPDATA: folder };
}

const rc = process.platform === 'win32' ? 'terraform.rc' : '.terraformrc';
const ownInstallation = 'provider_installation {\n  network_mirror { url = "https://mirror.example/" }\n}\n';

describe("Terraform's environment", () => {
  test('takes the AWS provider from a mirror, and every other provider from its registry', () => {
    const { env, message } = terraformEnvironment(home(), () => mirror, cache);
    expect(readFileSync(env.TF_CLI_CONFIG_FILE ?? '', 'utf8').replace(/\s+/g, ' ')).toBe(
      'provider_installation { ' +
        `filesystem_mirror { path = ${hclString(mirror.path)} include = ["registry.terraform.io/hashicorp/aws"] } ` +
        'direct { exclude = ["registry.terraform.io/hashicorp/aws"] } } ',
    );
    expect(message).toContain(`hashicorp/aws 5.100.0 for linux_amd64 in ${mirror.path}`);
  });

  test.each([
    ['the usual file', rc],
    [
      'a file of the usual folder',
      path.join(rc === '.terraformrc' ? '.terraform.d' : 'terraform.d', 'own.tfrc'),
    ],
  ])("leaves the user's own choice of installation in %s alone, and says so", (_, name) => {
    const user = home({ [name]: ownInstallation });
    const { env, message } = terraformEnvironment(user, () => mirror, cache);
    expect(env.TF_CLI_CONFIG_FILE).toBeUndefined();
    expect(message).toContain(path.join(user.HOME, name));
  });

  test("leaves the user's own choice in TF_CLI_CONFIG_FILE alone", () => {
    const user = home({ 'ci.rc': ownInstallation });
    const file = path.join(user.HOME, 'ci.rc');
    const { env } = terraformEnvironment({ ...user, TF_CLI_CONFIG_FILE: file }, () => mirror, cache);
    expect(env.TF_CLI_CONFIG_FILE).toBe(file);
  });

  test("does not call the file that it wrote itself, and that a running demo's variables name, the user's own", () => {
    const { TF_CLI_CONFIG_FILE: file = '' } = terraformEnvironment(home(), () => mirror, cache).env;
    const { env, message } = terraformEnvironment(
      { ...home(), TF_CLI_CONFIG_FILE: file },
      () => undefined,
      cache,
    );
    expect(env.TF_CLI_CONFIG_FILE).toBe(file);
    expect(message).toBe(
      `Terraform takes the AWS provider from the mirror that ${file} names, a file of this project.`,
    );
  });

  test('uses a mirror beside an own configuration that says nothing of providers', () => {
    const user = home({ [rc]: '# provider_installation {\nplugin_cache_dir = "plugins"\n' });
    const { env } = terraformEnvironment(user, () => mirror, cache);
    expect(path.dirname(env.TF_CLI_CONFIG_FILE ?? '')).toBe(cache);
  });

  test('a command run again leaves the same one file, so that nothing piles up', () => {
    const first = terraformEnvironment(home(), () => mirror, cache).env.TF_CLI_CONFIG_FILE;
    const second = terraformEnvironment(home(), () => mirror, cache).env.TF_CLI_CONFIG_FILE;
    expect(second).toBe(first);
    expect(readdirSync(cache)).toHaveLength(1);
  });

  test('drops a TF_CLI_CONFIG_FILE that does not exist, so that Terraform reads its usual files', () => {
    const user = { ...home(), TF_CLI_CONFIG_FILE: path.join(root, 'absent.rc') };
    const { env, message } = terraformEnvironment(user, () => undefined);
    expect(env).not.toHaveProperty('TF_CLI_CONFIG_FILE');
    expect(message).toContain('from its registry');
  });

  test('a missing TF_CLI_CONFIG_FILE does not hide the installation that the usual file chooses', () => {
    const user = { ...home({ [rc]: ownInstallation }), TF_CLI_CONFIG_FILE: path.join(root, 'absent.rc') };
    const { env } = terraformEnvironment(user, () => mirror, cache);
    expect(env).not.toHaveProperty('TF_CLI_CONFIG_FILE');
  });

  test("leaves the caller's environment as it was", () => {
    const user = { ...home(), TF_CLI_CONFIG_FILE: path.join(root, 'absent.rc') };
    const before = { ...user };
    terraformEnvironment(user, () => mirror, cache);
    expect(user).toEqual(before);
  });

  test('escapes quotes and backslashes in a path, so that a Windows path stays one', () => {
    expect(hclString('C:\\Program Files\\"x"')).toBe('"C:\\\\Program Files\\\\\\"x\\""');
  });
});
