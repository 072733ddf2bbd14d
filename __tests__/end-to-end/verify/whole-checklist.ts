import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { typescriptLoader } from '../../../clients/run-typescript';
import type { Line } from '../../../commands/verify/check';
import { customerId, type Deployed } from '../../helpers/deployed';
import { ended } from '../../helpers/project-copy';
import { evaluateAlarm, setAlarmState } from './alarm-evaluation';
import { linesOf, run } from './lines';

export function wholeChecklist(current: () => Deployed): void {
  afterAll(() => setAlarmState(current(), 'OK'));

  test('without a bucket to send to it names the missing option, and checks everything else', async () => {
    const { output, exitCode } = await run();
    expect(output).toContain('– A file sent through, execution: nothing was sent: name');
    expect(output).toContain('--bucket');
    expect(output).not.toMatch(/^✗/m);
    expect(exitCode).toBe(0);
  });

  test('every line is ✓, and the file sent through is billed once', async () => {
    const file = path.join(current().deployment.outdir, '小さな file.txt');
    writeFileSync(file, 'x'.repeat(321));
    const stopEvaluating = evaluateAlarm(current());
    const result = await run('--bucket', current().application.bucket, '--file', file);
    await stopEvaluating();
    expect(result.output).not.toMatch(/^[✗–]/m);
    expect(result.output).toMatch(/fires once and mails stripe-billing-test@siftbeam.example/);
    expect(result.output).toMatch(
      /^✓ Error handling: a rejected event was recorded \(States.Http.StatusCode.4\d\d\), and StripeMeterSendFailure-test fired$/m,
    );
    expect(result.output).toContain(`Stripe counted 321 for ${customerId}`);
    expect(
      current()
        .services.stripe.meterEvents('test')
        .map(({ payload }) => payload.value),
      // The second one bills nobody: it makes the event of the failure a duplicate.
    ).toEqual(['321', '0']);
    expect(result).toMatchObject({ exitCode: 0, error: '' });
    expect(result.output).not.toContain(current().key);
  });

  test('run again, it needs no --bucket, and does not fail because of the alarm that it fired itself', async () => {
    const result = await run('--json');
    expect(linesOf(result).filter(({ outcome }) => outcome !== 'passed')).toEqual([
      expect.objectContaining({
        id: 'alarm-state',
        outcome: 'not checked',
        seen: expect.stringMatching(
          /^ALARM, by a failure that this command caused \(verify-failure-[\w-]+\)/,
        ),
      }),
      expect.objectContaining({
        id: 'error-handling',
        outcome: 'not checked',
        seen: expect.stringContaining('is in ALARM already'),
      }),
    ]);
    expect(JSON.parse(result.output)).toMatchObject({ workspace: 'test', ok: true });
    expect(result.exitCode).toBe(0);
  });

  test('two at once do not disturb each other', async () => {
    const results = await Promise.all([run('--json'), run('--json')]);
    for (const result of results) {
      expect(linesOf(result).filter(({ outcome }) => outcome === 'failed')).toEqual([]);
    }
  });

  test('as a process, with standard input closed and without Terraform, it prints the same and nothing else', async () => {
    const args = [
      ...typescriptLoader,
      path.join('commands', 'verify', 'index.ts'),
      '--workspace',
      'test',
      '--json',
      '--no-send',
    ];
    const child = spawn(process.execPath, args, {
      cwd: path.join(__dirname, '..', '..', '..'),
      // Jest's own process.env, not the one that it was started with.
      env: { ...process.env, TERRAFORM_BINARY_NAME: 'no-terraform-here' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const { status, stdout, stderr } = await ended(child);
    expect(status).toBe(0);
    const { lines, ...rest } = JSON.parse(stdout) as { lines: Line[] };
    expect(rest).toEqual({ workspace: 'test', ok: true });
    expect(lines.find(({ id }) => id === 'plan')).toMatchObject({
      outcome: 'not checked',
      seen: expect.stringContaining('TERRAFORM_BINARY_NAME names no-terraform-here, which does not run'),
    });
    expect(stderr).toBe('');
  });

  test.each([
    [['--wait-seconds', 'soon'], '--wait-seconds is "soon": it must be a whole number of seconds'],
    [['--file', 'nowhere.txt'], 'The file nowhere.txt cannot be read'],
    [['--send', '--no-send'], 'Give --send or --no-send, not both'],
    [['--sned'], 'Unknown option --sned: npm run verify knows --workspace test|live, --json'],
  ])('%j ends in a sentence', async (args, sentence) => {
    const { error, exitCode } = await run(...args);
    expect(error).toMatch(/^[^\n]+\n$/);
    expect(error).toContain(sentence);
    expect(exitCode).toBe(1);
  });
}
