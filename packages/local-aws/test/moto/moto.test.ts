import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { startMoto } from '../../src/moto/moto';
import { python } from '../python';

jest.setTimeout(60_000);

const accountId = '111122223333';
const responds = (url: string) =>
  fetch(`${url}/moto-api/`).then(
    () => true,
    () => false,
  );

describe('moto as a child process', () => {
  test('it responds until it is stopped, and a second stop is no error', async () => {
    const moto = await startMoto({ python, accountId });
    expect(await responds(moto.url)).toBe(true);
    await moto.stop();
    expect(await responds(moto.url)).toBe(false);
    await moto.stop();
  });

  test('a Python that does not exist is an error that names it', async () => {
    await expect(startMoto({ python: 'no-such-python', accountId })).rejects.toThrow(
      /moto did not start with no-such-python: .*ENOENT/,
    );
  });

  test('a program that ends before moto is ready is an error with its last lines', async () => {
    await expect(startMoto({ python: process.execPath, accountId })).rejects.toThrow(/Node\.js v\d+/);
  });

  test('it ends with a parent that is killed, so that nothing is left behind', async () => {
    const module = path.join(__dirname, '..', '..', 'src', 'moto', 'moto.ts');
    const script = `require(${JSON.stringify(module)}).startMoto(${JSON.stringify({ python, accountId })})
      .then((moto) => console.log(moto.url));`;
    const parent = spawn(process.execPath, ['--require', require.resolve('tsx/cjs'), '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [url] = (await once(createInterface(parent.stdout), 'line')) as [string];
    expect(await responds(url)).toBe(true);
    parent.kill('SIGKILL');
    for (let attempt = 0; attempt < 100 && (await responds(url)); attempt++) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(await responds(url)).toBe(false);
  });
});
