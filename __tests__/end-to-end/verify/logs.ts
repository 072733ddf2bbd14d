import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { typescriptLoader } from '../../../clients/run-typescript';
import { logs } from '../../../commands/logs';
import { runExecution } from '../../../local/execution';
import { arnsOf } from '../../../settings/arns';
import { seen } from '../../helpers/command';
import type { Deployed } from '../../helpers/deployed';
import { withoutEndpoints } from '../../helpers/endpoints';

const root = path.join(__dirname, '..', '..', '..');

/** The log, read to its end. */
const read = (...args: string[]) =>
  seen((terminal) =>
    logs(
      ['--workspace', 'test', '--since', '1h', '--no-follow', ...args],
      terminal,
      new AbortController().signal,
    ),
  );

function start(...args: string[]) {
  const child = spawn(
    process.execPath,
    [...typescriptLoader, path.join('commands', 'logs', 'index.ts'), '--workspace', 'test', ...args],
    // Jest's own process.env, not the one that it was started with.
    { cwd: root, env: process.env, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const text = { output: '', error: '' };
  child.stdout.on('data', (chunk) => (text.output += String(chunk)));
  child.stderr.on('data', (chunk) => (text.error += String(chunk)));
  return { child, text, ended: once(child, 'close') as Promise<[number | null, string | null]> };
}

export function followingLogs(current: () => Deployed): void {
  test('shows only the execution of an upload, although the log does not name uploads', async () => {
    const [input, other] = [await current().upload(), await current().upload()];
    await current().run(input);
    await current().run(other);
    await sleep(1000);
    const { output, exitCode } = await read('--processing-history-id', input.processingHistoryId);
    const lines = output.trim().split('\n');
    expect(new Set(lines.map((line) => line.split(' ')[1])).size).toBe(1);
    expect(lines[0]).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z \w+ ExecutionStarted$/);
    expect(output).toContain('TaskStateEntered SendStripeMeterEvent');
    expect(lines.at(-1)).toContain('ExecutionSucceeded');
    expect(exitCode).toBe(0);
    expect(output).not.toContain(current().key);
  });

  test('shows failures alone: what failed, with its error, and that a failed send is recorded', async () => {
    const remove = current().services.stripe.faults.add({
      path: '/v1/billing/meter_events',
      kind: 'status',
      status: 404,
    });
    const input = await current().upload();
    await current().run(input);
    remove();
    await sleep(1000);
    const { output } = await read('--failures', '--processing-history-id', input.processingHistoryId);
    expect(output.trim().split('\n')).toEqual([
      expect.stringMatching(/TaskFailed http:invoke States.Http.StatusCode.404: Not Found/),
      expect.stringMatching(/TaskStateEntered LogStripeMeterError$/),
    ]);
  });

  test('follows until Ctrl-C, which is not an error', async () => {
    const { child, text, ended } = start('--since', '1h');
    await once(child.stdout, 'data');
    const input = await current().upload();
    const { description } = await current().run(input);
    const end = `${description.name!.slice(0, 8)} ExecutionSucceeded`;
    for (let waited = 0; !text.output.includes(end) && waited < 40; waited++) {
      await sleep(500);
    }
    child.kill('SIGINT');
    expect(await ended).toEqual([0, null]);
    expect(text.output).toContain(end);
    expect(withoutEndpoints(text.error)).toBe('');
  });

  test('a reader that closes the output ends it without an error', async () => {
    const { child, text, ended } = start('--since', '1h');
    await once(child.stdout, 'data');
    child.stdout.destroy();
    await current().run(await current().upload());
    expect((await ended)[0]).toBe(0);
    expect(withoutEndpoints(text.error)).toBe('');
  });

  describe('with --graph', () => {
    const draw = (...args: string[]) =>
      seen((terminal) => logs(['--workspace', 'test', ...args], terminal, new AbortController().signal));
    const pageIn = (output: string) => {
      const [, url = ''] = /^ +(file:\S+)$/m.exec(output) ?? [];
      return readFileSync(fileURLToPath(url), 'utf8');
    };

    test('draws an execution by its upload, by its ARN, and by the name that the log shows', async () => {
      const input = await current().upload();
      const { description } = await current().run(input);
      const { executionArn = '', name = '' } = description;
      for (const text of [input.processingHistoryId, executionArn, name, name.slice(0, 8)]) {
        const { output, error, exitCode } = await draw('--graph', text);
        expect([exitCode, error]).toEqual([0, '']);
        expect(output).toContain('data of customers');
        const page = pageIn(output);
        expect(page).toContain(`<dd>${executionArn}</dd>`);
        expect(page).toMatch(/state succeeded.*\n.*<title>SendStripeMeterEvent: Succeeded/);
        expect(page).toContain('&quot;evidence&quot;: &quot;response&quot;');
        expect(page).toContain('&quot;stripeMeterSentAt&quot;');
        expect(page).not.toContain(current().key);
      }
    });

    test('draws a run of recovery, which has no record, and says that an execution is gone', async () => {
      const { services, environment } = current();
      const stateMachineArn = arnsOf(environment).recoveryStateMachine;
      const { description } = await runExecution(services.clients.states, stateMachineArn, {});
      const page = pageIn((await draw('--graph', description.executionArn ?? '')).output);
      expect(page).toMatch(/state succeeded.*\n.*<title>QueryDueItems: Succeeded/);
      expect(page).not.toContain('Item of the ledger');
      const gone = await draw('--graph', `${description.executionArn}-gone`);
      expect(gone.error).toMatch(
        /-gone does not exist: Step Functions keeps executions for 90 days[^\n]*\n$/,
      );
    });

    test.each([
      [['--graph', 'no-such-execution'], 'No execution of ServiceProcessingOrchestrator-test or'],
      [
        ['--graph', 'arn:aws:states:ap-northeast-1:1:execution:Other:name'],
        'is no execution of test: it must begin',
      ],
      [['--graph', 'x', '--failures', '--since', '1h'], 'leave out --since, --failures.'],
    ])('%j ends in a sentence', async (args, sentence) => {
      const { error, output, exitCode } = await draw(...args);
      expect(error).toMatch(/^[^\n]+\n$/);
      expect(error).toContain(sentence);
      expect([exitCode, output]).toEqual([1, '']);
    });
  });

  test.each([
    [['--since', 'yesterday'], '--since is "yesterday": it must be a number with s, m, h, d or w'],
    [
      ['--workspace', 'live'],
      'The log group /aws/vendedlogs/states/ServiceProcessingOrchestrator does not exist',
    ],
  ])('%j ends in a sentence', async (args, sentence) => {
    const { error, exitCode } = await read(...args);
    expect(error).toMatch(/^[^\n]+\n$/);
    expect(error).toContain(sentence);
    expect(exitCode).toBe(1);
  });
}
