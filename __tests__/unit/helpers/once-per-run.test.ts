import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { oncePerRun } from '../../helpers/once-per-run';

const ofTheRun = process.env.TEST_RUN_FOLDER;
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'once per run '));
  process.env.TEST_RUN_FOLDER = folder;
});

afterEach(() => {
  process.env.TEST_RUN_FOLDER = ofTheRun;
  rmSync(folder, { recursive: true, force: true });
});

test('is made once, however many ask for it at once, and whole before any of them has it', async () => {
  let times = 0;
  const make = async (made: string) => {
    times++;
    await sleep(300);
    writeFileSync(path.join(made, 'file'), 'whole');
  };
  const ask = async () => readFileSync(path.join(await oncePerRun('deployed', make), 'file'), 'utf8');
  expect(await Promise.all([ask(), ask(), ask()])).toEqual(['whole', 'whole', 'whole']);
  expect(await ask()).toBe('whole');
  expect(times).toBe(1);
});

test('is made by the next that asks where it failed, from an empty folder', async () => {
  const half = async (made: string) => {
    writeFileSync(path.join(made, 'half'), '');
    throw new Error('no deployment');
  };
  await expect(oncePerRun('deployed', half)).rejects.toThrow('no deployment');
  const made = await oncePerRun('deployed', async (empty) =>
    writeFileSync(path.join(empty, 'file'), 'whole'),
  );
  expect(readFileSync(path.join(made, 'file'), 'utf8')).toBe('whole');
  expect(() => readFileSync(path.join(made, 'half'))).toThrow('ENOENT');
});
