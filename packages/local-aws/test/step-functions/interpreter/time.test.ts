import { realClock } from '../../../src/step-functions/interpreter/clock';
import { StatesError, type TaskCall } from '../../../src/step-functions/types';
import { run, task, type FakeClock } from './helpers';

const lasting = (seconds: number) => async (call: TaskCall, _: number, clock: FakeClock) => {
  await clock.sleep(seconds, call.signal);
  return { done: true };
};

test('a task that lasts longer than TimeoutSeconds ends in States.Timeout, which has no cause', async () => {
  let signal: AbortSignal | undefined;
  const { result, events, clock } = await run(
    { Copy: task({ TimeoutSeconds: '{% $states.input.limit %}' }) },
    {
      input: { limit: 60 },
      runTask: (call, attempt, time) => {
        signal = call.signal;
        return lasting(61)(call, attempt, time);
      },
    },
  );
  expect(result).toEqual({ status: 'FAILED', error: 'States.Timeout' });
  expect(signal?.aborted).toBe(true);
  expect(events[2]?.taskScheduledEventDetails?.timeoutInSeconds).toBe(60);
  expect(events[4]).toMatchObject({
    type: 'TaskTimedOut',
    taskTimedOutEventDetails: { error: 'States.Timeout', resourceType: 'dynamodb', resource: 'getItem' },
  });
  expect(clock.sleeping).toBe(0);
});

test('a task that ends in time leaves no timer behind', async () => {
  const { result, clock } = await run({ Copy: task({ TimeoutSeconds: 60 }) }, { runTask: lasting(59) });
  expect(result.status).toBe('SUCCEEDED');
  expect(clock.sleeping).toBe(0);
});

test('a task that ignores its signal cannot hold the execution up', async () => {
  const forever = () => new Promise<never>(() => undefined);
  const { result } = await run({ Copy: task({ TimeoutSeconds: 5 }) }, { runTask: forever });
  expect(result.error).toBe('States.Timeout');
});

test('a timeout is caught with an empty cause', async () => {
  const states = {
    Copy: task({ TimeoutSeconds: 1, Catch: [{ ErrorEquals: ['States.Timeout'], Next: 'Log' }] }),
    Log: { Type: 'Succeed' },
  };
  expect((await run(states, { runTask: lasting(2) })).output).toEqual({ Error: 'States.Timeout', Cause: '' });
});

test("the machine's own TimeoutSeconds ends everything, names no error and cannot be caught", async () => {
  const states = {
    Copy: task({
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Log' }],
      Retry: [{ ErrorEquals: ['States.ALL'] }],
    }),
    Log: { Type: 'Succeed' },
  };
  const { result, events, clock } = await run(states, {
    runTask: lasting(900),
    machine: { TimeoutSeconds: 300 },
  });
  expect(result).toEqual({ status: 'TIMED_OUT' });
  expect(events.at(-1)).toMatchObject({
    type: 'ExecutionTimedOut',
    previousEventId: 0,
    executionTimedOutEventDetails: { error: 'States.Timeout' },
  });
  expect(clock.sleeping).toBe(0);
});

test.each([
  ['Wait', { Type: 'Wait', Seconds: 3600, End: true }],
  ['retry delay', task({ Retry: [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 3600 }] })],
  ['task', task()],
])('StopExecution ends a %s at once, with its error and cause', async (kind, state) => {
  const controller = new AbortController();
  const stop = () => queueMicrotask(() => controller.abort(new StatesError('Manual', '作業を中止')));
  const { result, events, clock } = await run(
    { Busy: state },
    {
      signal: controller.signal,
      onEvent: (event) => event.type === (kind === 'Wait' ? 'WaitStateEntered' : 'TaskStarted') && stop(),
      runTask: (call, attempt, time) => {
        if (kind === 'task') {
          return lasting(3600)(call, attempt, time);
        }
        throw new StatesError('Throttled', '');
      },
    },
  );
  expect(result).toEqual({ status: 'ABORTED', error: 'Manual', cause: '作業を中止' });
  expect(events.at(-1)).toMatchObject({
    type: 'ExecutionAborted',
    previousEventId: 0,
    executionAbortedEventDetails: { error: 'Manual', cause: '作業を中止' },
  });
  expect(clock.sleeping).toBe(0);
});

test('a stop without error and cause reports none', async () => {
  const { result, events } = await run({ Say: { Type: 'Succeed' } }, { signal: AbortSignal.abort() });
  expect(result).toEqual({ status: 'ABORTED' });
  expect(events.at(-1)?.executionAbortedEventDetails).toEqual({});
});

test('a Wait lasts its seconds, or until its timestamp', async () => {
  const { clock } = await run({
    Seconds: { Type: 'Wait', Seconds: '{% 2 * 45 %}', Next: 'Timestamp' },
    Timestamp: { Type: 'Wait', Timestamp: '2026-01-01T09:02:00+09:00', Next: 'Past' },
    Past: { Type: 'Wait', Timestamp: '2025-01-01T00:00:00Z', End: true },
  });
  expect(clock.slept).toEqual([90, 30, 0]);
});

test('expressions are told the date of the clock, in any format', async () => {
  const { output } = await run({
    Rest: { Type: 'Wait', Seconds: 90, Next: 'Say' },
    Say: {
      Type: 'Pass',
      Output: ['{% $now() %}', '{% $millis() %}', "{% $now('[D01].[M01].[Y0001] [H01]:[m01]', '+0900') %}"],
      End: true,
    },
  });
  expect(output).toEqual(['2026-01-01T00:01:30.000Z', 1_767_225_690_000, '01.01.2026 09:01']);
});

test('a timestamp without an offset is rejected', async () => {
  const { result, events } = await run({
    Until: { Type: 'Wait', Timestamp: '2026-01-01T00:00:00', End: true },
  });
  expect(result).toEqual({
    status: 'FAILED',
    error: 'States.QueryEvaluationError',
    cause:
      "An error occurred while executing the state 'Until' (entered at the event id #2). The Timestamp field cannot " +
      'be parsed as an ISO-8601 extended offset date-time format string: 2026-01-01T00:00:00',
  });
  expect(events.at(-2)).toMatchObject({
    type: 'EvaluationFailed',
    evaluationFailedEventDetails: {
      location: 'Timestamp',
      state: 'Until',
      error: 'States.QueryEvaluationError',
    },
  });
});

describe('the real clock', () => {
  test('passes waits the given number of times faster and tells the real date', async () => {
    const started = Date.now();
    await realClock(1000).sleep(20);
    expect(Date.now() - started).toBeGreaterThanOrEqual(18);
    expect(Date.now() - started).toBeLessThan(2000);
    expect(Math.abs(realClock(1000).now().getTime() - Date.now())).toBeLessThan(1000);
  });

  test('an abort ends a sleep with its reason', async () => {
    const controller = new AbortController();
    const sleep = realClock().sleep(3600, controller.signal);
    controller.abort(new StatesError('Manual', 'stop'));
    await expect(sleep).rejects.toThrow('Manual: stop');
    await expect(realClock().sleep(3600, controller.signal)).rejects.toThrow('Manual: stop');
  });

  test('a wait of weeks does not overflow into none', async () => {
    const controller = new AbortController();
    let over = false;
    const sleep = realClock()
      .sleep(99_999_999, controller.signal)
      .finally(() => (over = true));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(over).toBe(false);
    controller.abort(new Error('enough'));
    await expect(sleep).rejects.toThrow('enough');
  });
});
