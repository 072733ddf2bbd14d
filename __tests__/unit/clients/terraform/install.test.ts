import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { zipSync } from 'fflate';
import { findTerraform } from '../../../../clients/terraform/find';
import { downloadTerraform, installedTerraform } from '../../../../clients/terraform/install';
import { scratchFolder, withPrograms, writeProgram } from '../../../helpers/fake-program';

const root = scratchFolder();
const program = path.basename(installedTerraform(root));
const content = 'the program';
const zip = zipSync({ 'LICENSE.txt': Buffer.from('terms'), [program]: Buffer.from(content) });
const checksums = { linux_amd64: createHash('sha256').update(zip).digest('hex') };
const platform = 'linux_amd64';
const log = () => {};

let server: Server;
let releases: string;
beforeAll(async () => {
  server = createServer((request, response) => {
    const known = request.url === '/terraform/1.11.4/terraform_1.11.4_linux_amd64.zip';
    response.writeHead(known ? 200 : 404, { connection: 'close' }).end(known ? zip : '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  releases = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

describe("Downloading HashiCorp's release", () => {
  test('leaves an executable program, also when two commands start at once', async () => {
    const target = path.join(root, 'twice', program);
    const options = { target, log, releases, platform, checksums };
    await Promise.all([downloadTerraform(options), downloadTerraform(options)]);
    expect(readFileSync(target, 'utf8')).toBe(content);
    expect(readdirSync(path.dirname(target))).toEqual([program]);
    if (process.platform !== 'win32') {
      expect(statSync(target).mode & 0o111).toBe(0o111);
    }
  });

  test('refuses and leaves nothing of a file with another checksum, because it would run as the user', async () => {
    const target = path.join(root, 'other', program);
    await expect(downloadTerraform({ target, log, releases, platform })).rejects.toThrow(
      'its SHA-256 differs',
    );
    expect(readdirSync(root)).not.toContain('other');
  });

  test('says what to do on a machine for which no checksum is known', async () => {
    const options = { target: path.join(root, 'x', program), log, releases, platform: 'plan9_mips' };
    await expect(downloadTerraform(options)).rejects.toThrow(
      /plan9_mips .* Install Terraform 1\.10 or later/,
    );
  });

  test('says what to do without internet', async () => {
    const options = { target: path.join(root, 'x', program), log, platform, checksums };
    await expect(downloadTerraform({ ...options, releases: 'http://127.0.0.1:1' })).rejects.toThrow(
      /could not be downloaded from .* Install Terraform 1\.10 or later/,
    );
    await expect(downloadTerraform({ ...options, releases: `${releases}/moved` })).rejects.toThrow('404');
  });
});

withPrograms.describe('Looking for Terraform', () => {
  const responding = (version: string) => `console.log(JSON.stringify({ terraform_version: '${version}' }))`;

  test('uses the one on the PATH', async () => {
    writeProgram(path.join(root, 'new', 'terraform'), responding('1.10.0'));
    const env = { PATH: path.join(root, 'new') };
    expect(await findTerraform({ log, env })).toEqual({ command: 'terraform', version: '1.10.0' });
  });

  test('finds it although the operator has every subcommand take an option that "version" refuses', async () => {
    writeProgram(
      path.join(root, 'strict', 'terraform'),
      `if (Object.keys(process.env).some((name) => name.startsWith('TF_CLI_ARGS'))) process.exit(1);
       if (process.env.CHECKPOINT_DISABLE !== '1') process.exit(1);
       ${responding('1.10.0')}`,
    );
    const PATH = path.join(root, 'strict');
    const env = { PATH, TF_CLI_ARGS: '-lock=false', TF_CLI_ARGS_version: '-x' };
    expect((await findTerraform({ log, env })).command).toBe('terraform');
  });

  test('uses what TERRAFORM_BINARY_NAME names, as cdktf does', async () => {
    const tofu = writeProgram(path.join(root, 'chosen', 'tofu'), responding('2.0.1'));
    const env = { PATH: '', TERRAFORM_BINARY_NAME: tofu };
    expect(await findTerraform({ log, env })).toEqual({ command: tofu, version: '2.0.1' });
  });

  test('refuses a chosen one that does not run or is too old, instead of using another behind its back', async () => {
    const old = writeProgram(path.join(root, 'chosen', 'old'), responding('1.9.8'));
    await expect(findTerraform({ log, env: { TERRAFORM_BINARY_NAME: old } })).rejects.toThrow(
      'version 1.9.8; Terraform 1.10 or later is needed',
    );
    const absent = path.join(root, 'absent');
    await expect(findTerraform({ log, env: { TERRAFORM_BINARY_NAME: absent } })).rejects.toThrow(
      'does not run',
    );
  });

  test('uses the downloaded release beside one that cannot lock its state, and says so', async () => {
    writeProgram(path.join(root, 'old', 'terraform'), responding('1.5.7'));
    const cache = path.join(root, 'cache');
    const downloaded = writeProgram(installedTerraform(cache), responding('1.11.4'));
    const lines: string[] = [];
    const options = { log: (line: string) => lines.push(line), env: { PATH: path.join(root, 'old') }, cache };
    expect((await findTerraform(options)).command).toBe(downloaded);
    expect(lines).toEqual([
      'Terraform 1.5.7 on the PATH is older than 1.10; version 1.11.4 is used instead.',
    ]);
  });
});
