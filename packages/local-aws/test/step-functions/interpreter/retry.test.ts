import { StatesError } from '../../../src/step-functions/types';
import { run, task, type Ran } from './helpers';
import { type Json } from '../../../src/json';

/** Fails the first attempts with these errors, then succeeds. */
function failing(...errors: string[]) {
  return (_: unknown, attempt: number): Json => {
    const error = errors[attempt - 1];
    if (error) {
      throw new StatesError(error, `${error} happened`);
    }
    return { answer: attempt };
  };
}

const always = () => {
  throw new StatesError('States.Http.StatusCode.503', 'Service Unavailable');
};

async function delays(retrier: object): Promise<Ran> {
  return run({ Send: task({ Retry: [{ ErrorEquals: ['States.ALL'], ...retrier }] }) }, { runTask: always });
}

test('a retrier without numbers waits 1, 2 and 4 seconds, then gives up', async () => {
  const { clock, calls, result } = await delays({});
  expect(clock.slept).toEqual([1, 2, 4]);
  expect(calls).toHaveLength(4);
  expect(result).toEqual({
    status: 'FAILED',
    error: 'States.Http.StatusCode.503',
    cause: 'Service Unavailable',
  });
});

test('MaxDelaySeconds caps the growing delay', async () => {
  const { clock } = await delays({ IntervalSeconds: 2, BackoffRate: 3, MaxDelaySeconds: 10, MaxAttempts: 4 });
  expect(clock.slept).toEqual([2, 6, 10, 10]);
});

test('MaxAttempts 0 means never, so that a wider retrier below it does not retry the error either', async () => {
  const Retry = [{ ErrorEquals: ['No'], MaxAttempts: 0 }, { ErrorEquals: ['States.ALL'] }];
  const { calls } = await run({ Send: task({ Retry }) }, { runTask: failing('No', 'No') });
  expect(calls).toHaveLength(1);
});

test('full jitter waits anything up to the delay, so that many executions do not return at once', async () => {
  const { clock } = await delays({
    IntervalSeconds: 100,
    BackoffRate: 1,
    MaxAttempts: 10,
    JitterStrategy: 'FULL',
  });
  expect(Math.max(...clock.slept)).toBeLessThanOrEqual(100);
  expect(new Set(clock.slept).size).toBeGreaterThan(1);
});

test('each retrier counts its own attempts', async () => {
  const Retry = [
    { ErrorEquals: ['A'], MaxAttempts: 1, IntervalSeconds: 10 },
    { ErrorEquals: ['B'], MaxAttempts: 2, IntervalSeconds: 20 },
  ];
  const { clock, output } = await run({ Send: task({ Retry }) }, { runTask: failing('B', 'A', 'B') });
  expect(clock.slept).toEqual([20, 10, 40]);
  expect(output).toEqual({ answer: 4 });
});

test.each(['States.Runtime', 'States.DataLimitExceeded'])(
  'States.ALL and States.TaskFailed neither retry nor catch %s',
  async (error) => {
    const ErrorEquals = ['States.TaskFailed'];
    const state = task({
      Retry: [{ ErrorEquals }, { ErrorEquals: ['States.ALL'] }],
      Catch: [
        { ErrorEquals, Next: 'Rescued' },
        { ErrorEquals: ['States.ALL'], Next: 'Rescued' },
      ],
    });
    const { calls, result } = await run(
      { Send: state, Rescued: { Type: 'Succeed' } },
      { runTask: failing(error) },
    );
    expect(calls).toHaveLength(1);
    expect(result).toMatchObject({ status: 'FAILED', error });
  },
);

test('States.DataLimitExceeded is caught by its own name, States.Runtime not even so', async () => {
  const caught = async (error: string) => {
    const Catch = [{ ErrorEquals: [error], Next: 'Rescued' }];
    const states = { Send: task({ Catch }), Rescued: { Type: 'Succeed' } };
    return (await run(states, { runTask: failing(error) })).result.status;
  };
  expect(await caught('States.DataLimitExceeded')).toBe('SUCCEEDED');
  expect(await caught('States.Runtime')).toBe('FAILED');
});

test('States.TaskFailed matches any error but a timeout', async () => {
  const Retry = [{ ErrorEquals: ['States.TaskFailed'] }];
  expect((await run({ Send: task({ Retry }) }, { runTask: failing('DynamoDB.X') })).result.status).toBe(
    'SUCCEEDED',
  );
  expect((await run({ Send: task({ Retry }) }, { runTask: failing('States.Timeout') })).result.status).toBe(
    'FAILED',
  );
});

test('the arguments are evaluated for each attempt and see how often it was retried', async () => {
  const state = task({
    Arguments: { attempt: '{% $states.context.State.RetryCount %}' },
    Retry: [{ ErrorEquals: ['A'] }],
  });
  const { calls } = await run({ Send: state }, { runTask: failing('A', 'A') });
  expect(calls.map((call) => call.arguments)).toEqual([{ attempt: 0 }, { attempt: 1 }, { attempt: 2 }]);
});

test('an Output that cannot be evaluated is retried like a failed call', async () => {
  const state = task({
    Output: '{% $states.result.ready %}',
    Retry: [{ ErrorEquals: ['States.QueryEvaluationError'] }],
  });
  const { calls, output, types } = await run(
    { Send: state },
    { runTask: (_, attempt): Json => (attempt === 2 ? { ready: 'yes' } : {}) },
  );
  expect(calls).toHaveLength(2);
  expect(output).toBe('yes');
  expect(types.slice(4, 7)).toEqual(['TaskSucceeded', 'EvaluationFailed', 'TaskScheduled']);
});
