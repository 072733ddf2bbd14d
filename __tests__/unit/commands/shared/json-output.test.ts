import { meterEvents } from '../../../../commands/meter-events';
import { probe } from '../../../../commands/probe';
import { reconcile } from '../../../../commands/reconcile';
import { verify } from '../../../../commands/verify';
import { seen } from '../../../helpers/command';

const commands = { verify, 'meter-events': meterEvents, reconcile, probe };
const period = ['--from', '2026-01-01', '--to', '2026-01-02'];

/** Nobody is at 127.0.0.1:1, and nobody waits for it. */
const unreachable = {
  AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
  AWS_ACCESS_KEY_ID: 'a',
  AWS_SECRET_ACCESS_KEY: 'a',
  AWS_MAX_ATTEMPTS: '1',
};
const before = { ...process.env };
beforeAll(() => Object.assign(process.env, unreachable));
afterAll(() => {
  process.env = before;
});

describe.each(Object.entries(commands))('npm run %s', (name, command) => {
  const run = (...args: string[]) => seen((terminal) => command(args, terminal));
  const needed = name === 'reconcile' ? period : [];

  test.each([
    ['an unknown workspace', ['--workspace', 'prod', '--json'], null, 'Name the workspace'],
    ['no workspace', ['--json'], null, 'Name the workspace'],
    ['an unknown option', ['--json', '--sned', '--workspace', 'test'], 'test', '--sned'],
  ])('%s with --json is JSON alone on standard output', async (_, args, workspace, sentence) => {
    const { output, error, exitCode } = await run(...args);
    expect(JSON.parse(output)).toEqual({
      workspace,
      ok: false,
      error: expect.stringContaining(sentence),
    });
    // The same sentence, for who reads a log.
    expect(error).toBe(`${(JSON.parse(output) as { error: string }).error}\n`);
    expect(exitCode).toBe(1);
  });

  test('an AWS that cannot be asked is JSON too', async () => {
    const { output, exitCode } = await run('--workspace', 'test', '--json', '--yes', ...needed);
    expect(JSON.parse(output)).toMatchObject({ workspace: 'test', ok: false });
    expect(exitCode).toBe(1);
  });

  test('without --json standard output has none of it', async () => {
    const { output, error } = await run('--workspace', 'prod');
    expect([output, error]).toEqual(['', expect.stringMatching(/^Name the workspace.*\n$/)]);
  });

  test('a key among the arguments is not repeated', async () => {
    const key = ['sk', 'live', 'a'.repeat(24)].join('_');
    const { output, error } = await run('--json', '--workspace', key);
    expect(output + error).not.toContain(key);
    expect(JSON.parse(output)).toMatchObject({ ok: false, workspace: null });
  });
});
