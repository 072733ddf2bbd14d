import type { TaskCall } from '../../../src/step-functions/types';
import { StatesError } from '../../../src/step-functions/types';
import { notRedrivable, unsupportedRedrive } from '../../../src/step-functions/redrivability';
import { run, task, type Ran, type RunOptions } from './helpers';

const states = {
  Prepare: { Type: 'Pass', Assign: { file: '{% $states.input.file %}' }, Output: { n: 1 }, Next: 'Copy' },
  Copy: task({ End: undefined, Next: 'Send', Assign: { copied: true } }),
  Send: task({
    Arguments: {
      file: '{% $file %}',
      n: '{% $states.input %}',
      try: '{% $states.context.State.RetryCount %}',
    },
    Retry: [{ ErrorEquals: ['Down'], MaxAttempts: 1 }],
    Output: '{% $states.context.Execution %}',
  }),
};

const failing = (stateName: string) => (call: TaskCall) => {
  if (call.stateName === stateName) {
    throw new StatesError('Down', 'why');
  }
  return 'done';
};

const redrive = (ended: Ran, options: RunOptions = {}) =>
  run(states, { input: { file: 'a.txt' }, resumeFrom: ended.snapshot!, clock: ended.clock, ...options });

test('a redrive goes on at the failed state, with its input and the variables, and counts its retries anew', async () => {
  const first = await run(states, { input: { file: 'a.txt' }, runTask: failing('Send') });
  expect(first.result).toEqual({ status: 'FAILED', error: 'Down', cause: 'why' });
  const second = await redrive(first, { runTask: failing('Send') });
  expect(second.result.status).toBe('FAILED');
  expect(second.calls.map(({ stateName, arguments: args }) => [stateName, args])).toEqual([
    ['Send', { file: 'a.txt', n: 'done', try: 0 }],
    ['Send', { file: 'a.txt', n: 'done', try: 1 }],
  ]);
  const third = await redrive(second);
  expect(third.output).toMatchObject({
    Input: { file: 'a.txt' },
    StartTime: '2026-01-01T00:00:00.000Z',
    RedriveCount: 2,
    RedriveTime: '2026-01-01T00:00:02.000Z',
  });
});

test('its history goes on where it ended, and tells no state as entered twice', async () => {
  const first = await run(states, { input: { file: 'a.txt' }, runTask: failing('Copy') });
  const second = await redrive(first);
  expect(second.events.map(({ id }) => id)).toEqual(
    second.events.map((_, index) => first.events.length + 1 + index),
  );
  expect(second.events[0]).toMatchObject({
    type: 'ExecutionRedriven',
    previousEventId: first.events.length,
    executionRedrivenEventDetails: { redriveCount: 1 },
  });
  expect(second.types.slice(0, 6)).toEqual([
    'ExecutionRedriven',
    'TaskScheduled',
    'TaskStarted',
    'TaskSucceeded',
    'TaskStateExited',
    'TaskStateEntered',
  ]);
  expect(second.result.status).toBe('SUCCEEDED');
});

test('an execution killed at any event ends redriven as it would have ended, and repeats at most one task', async () => {
  const whole = await run(states, { input: { file: 'a.txt' } });
  // After the last state's exit there is nothing left to stop.
  for (let kill = 1; kill < whole.events.length - 1; kill += 1) {
    const controller = new AbortController();
    const first = await run(states, {
      input: { file: 'a.txt' },
      signal: controller.signal,
      onEvent: ({ id }) => id === kill && controller.abort(),
    });
    expect(first.result.status).toBe('ABORTED');
    const second = await redrive(first);
    expect(second.result.status).toBe('SUCCEEDED');
    const called = [...first.calls, ...second.calls].map(({ stateName }) => stateName);
    expect([...new Set(called)]).toEqual(['Copy', 'Send']);
    expect(called.length).toBeLessThanOrEqual(3);
    const entered = [...first.events, ...second.events].flatMap(
      ({ stateEnteredEventDetails }) => stateEnteredEventDetails?.name ?? [],
    );
    expect(entered).toEqual(['Prepare', 'Copy', 'Send']);
  }
});

test('a machine that timed out has its whole time again', async () => {
  const waiting = { Rest: { Type: 'Wait', Seconds: 50, Next: 'Work' }, Work: task() };
  const machine = { TimeoutSeconds: 60 };
  const slow: RunOptions['runTask'] = async (call, _, clock) => {
    await clock.sleep(20, call.signal);
    return null;
  };
  const first = await run(waiting, { machine, runTask: slow });
  expect(first.result).toEqual({ status: 'TIMED_OUT' });
  const second = await run(waiting, {
    machine,
    runTask: slow,
    resumeFrom: first.snapshot!,
    clock: first.clock,
  });
  expect(second.result.status).toBe('SUCCEEDED');
  expect(second.types).not.toContain('WaitStateExited');
});

test('a Fail state fails again', async () => {
  const refuse = { Refuse: { Type: 'Fail', Error: 'Wrong' } };
  const first = await run(refuse);
  const second = await run(refuse, { resumeFrom: first.snapshot! });
  expect(second.result).toEqual({ status: 'FAILED', error: 'Wrong' });
});

describe('what cannot be redriven', () => {
  test('is a success, an end of more than 14 days ago, and a full history', async () => {
    const { result, snapshot, clock } = await run({ Refuse: { Type: 'Fail' } });
    const after = (days: number) => new Date(clock.now().getTime() + days * 24 * 3600 * 1000);
    expect(notRedrivable({ status: 'SUCCEEDED' }, clock.now())).toBe(
      'Execution is SUCCEEDED and cannot be redriven',
    );
    expect(notRedrivable({ ...result, snapshot }, after(14))).toBeUndefined();
    expect(notRedrivable({ ...result, snapshot }, after(14.01))).toBe('Execution redrivable period exceeded');
    const full = { ...snapshot!, lastEventId: 24_999 };
    expect(notRedrivable({ ...result, snapshot: full }, clock.now())).toBe(
      'Execution history event limit exceeded',
    );
  });

  test('is an inline Map that has started: AWS would repeat only the iterations that failed', async () => {
    const each = {
      Each: {
        Type: 'Map',
        Items: [1],
        ItemProcessor: { StartAt: 'Copy', States: { Copy: task() } },
        End: true,
      },
    };
    const { snapshot } = await run(each, { runTask: failing('Copy') });
    expect(unsupportedRedrive(snapshot!)).toBe('a redrive within an inline Map or a Parallel (Each)');
    const before = await run({ Each: { ...each.Each, Items: '{% $states.input.none %}' } });
    expect(unsupportedRedrive(before.snapshot!)).toBeUndefined();
  });
});
