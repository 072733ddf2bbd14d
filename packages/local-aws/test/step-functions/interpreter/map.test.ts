import { StatesError } from '../../../src/step-functions/types';
import { run, task, type RunOptions } from './helpers';
import { type Json } from '../../../src/json';

const copyEach = (
  fields: object = {},
  item: object = task({ Arguments: { key: '{% $states.input %}' } }),
) => ({
  Each: {
    Type: 'Map',
    Items: '{% $states.input.keys %}',
    ItemProcessor: { ProcessorConfig: { Mode: 'INLINE' }, StartAt: 'Copy', States: { Copy: item } },
    End: true,
    ...fields,
  },
});

const keys = (count: number) => Array.from({ length: count }, (_, index) => `ファイル-${index}.txt`);

test.each([0, 1, 500])('%i items give as many results, in order', async (count) => {
  const runTask: RunOptions['runTask'] = (call) => (call.arguments as { key: Json }).key;
  const { output, types } = await run(copyEach(), { input: { keys: keys(count) }, runTask });
  expect(output).toEqual(keys(count));
  expect(types.filter((type) => type === 'MapIterationSucceeded')).toHaveLength(count);
});

test.each([
  [undefined, 40],
  [0, 40],
  ['{% 3 %}', 3],
  [1000, 40],
])('MaxConcurrency %j runs %i at a time', async (MaxConcurrency, expected) => {
  let [running, most] = [0, 0];
  const { clock } = await run(copyEach({ MaxConcurrency }), {
    input: { keys: keys(90) },
    runTask: async (_call, _attempt, time) => {
      running += 1;
      most = Math.max(most, running);
      await time.sleep(1);
      running -= 1;
      return null;
    },
  });
  expect(most).toBe(expected);
  expect(clock.sleeping).toBe(0);
});

test('ItemSelector sees the item, its index and the input of the Map; so do the states within', async () => {
  const { output } = await run(
    copyEach(
      {
        ItemSelector: {
          n: '{% $states.context.Map.Item.Index %}',
          key: '{% $states.context.Map.Item.Value %}',
          bucket: '{% $states.input.bucket %}',
        },
      },
      { Type: 'Pass', Output: ['{% $states.input %}', '{% $states.context.Map.Item.Index %}'], End: true },
    ),
    { input: { keys: ['a'], bucket: 'b' } },
  );
  expect(output).toEqual([[{ n: 0, key: 'a', bucket: 'b' }, 0]]);
});

test('one item without [ … ] is no list, and the Map fails in the words of AWS', async () => {
  const { result } = await run(copyEach({ Items: '{% $states.input.keys.($) %}' }), {
    input: { keys: ['a'] },
  });
  expect(result.error).toBe('States.QueryEvaluationError');
  expect(result.cause).toContain(
    "specified for the field 'Items' returned an unexpected result type. Expected 'array', but was 'string' for value: \"a\"",
  );
});

test('a Map whose items are no list fails as a Map, with the events of AWS', async () => {
  const { result, types } = await run(copyEach({ Items: '{% 1 %}' }));
  expect(result.error).toBe('States.QueryEvaluationError');
  expect(types.slice(1)).toEqual([
    'MapStateEntered',
    'EvaluationFailed',
    'MapStateFailed',
    'ExecutionFailed',
  ]);
});

test('without Items the input must be a list, and no field is to blame', async () => {
  const { result, events } = await run(copyEach({ Items: undefined }), { input: 1 });
  expect(result).toEqual({
    status: 'FAILED',
    error: 'States.QueryEvaluationError',
    cause:
      "An error occurred while executing the state 'Each' (entered at the event id #2). Map state input must be an " +
      'array but was: 1',
  });
  expect(events[2]?.type).toBe('EvaluationFailed');
  expect(events[2]?.evaluationFailedEventDetails).not.toHaveProperty('location');
});

test('a MaxConcurrency over all limits is the limit of the service', async () => {
  const { result } = await run(copyEach({ MaxConcurrency: 1e15 }), {
    input: { keys: ['a'] },
    runTask: () => null,
  });
  expect(result.status).toBe('SUCCEEDED');
});

test('the first failure aborts the other iterations and is the failure of the Map', async () => {
  let second: AbortSignal | undefined;
  const { result, types, calls } = await run(copyEach({ MaxConcurrency: 2 }), {
    input: { keys: keys(5) },
    runTask: async (call, attempt, clock) => {
      second = call.signal;
      await clock.sleep(attempt === 1 ? 1 : 10, call.signal);
      throw new StatesError('S3.NoSuchKey', 'gone');
    },
  });
  expect(result).toEqual({ status: 'FAILED', error: 'S3.NoSuchKey', cause: 'gone' });
  expect(calls).toHaveLength(2);
  expect(second?.aborted).toBe(true);
  expect(types.slice(-6)).toEqual([
    'TaskFailed',
    'MapIterationFailed',
    'TaskStateAborted',
    'MapIterationAborted',
    'MapStateFailed',
    'ExecutionFailed',
  ]);
});

test('a Map is retried as a whole, then caught', async () => {
  const { output, types } = await run(
    {
      ...copyEach({
        Retry: [{ ErrorEquals: ['S3.NoSuchKey'], MaxAttempts: 1 }],
        Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Log' }],
      }),
      Log: { Type: 'Succeed' },
    },
    {
      input: { keys: ['a'] },
      runTask: () => {
        throw new StatesError('S3.NoSuchKey', 'gone');
      },
    },
  );
  expect(types.filter((type) => type === 'MapStateFailed')).toHaveLength(2);
  expect(output).toEqual({ Error: 'S3.NoSuchKey', Cause: 'gone' });
});

test('a result of more than 256 KiB fails the Map, though each item is small', async () => {
  const { result } = await run(copyEach(), {
    input: { keys: keys(30) },
    runTask: () => 'x'.repeat(10_000),
  });
  expect(result.error).toBe('States.DataLimitExceeded');
  expect(result.cause).toContain("The state/task 'Each'");
});

test('a stopped execution stops its iterations without further events', async () => {
  const controller = new AbortController();
  const { result, types } = await run(copyEach(), {
    input: { keys: keys(3) },
    signal: controller.signal,
    runTask: async (call, attempt, clock) => {
      if (attempt === 3) {
        controller.abort();
      }
      await clock.sleep(10, call.signal);
      return null;
    },
  });
  expect(result.status).toBe('ABORTED');
  expect(types.at(-1)).toBe('ExecutionAborted');
  expect(types).not.toContain('MapStateFailed');
});

test('the execution fails at 25,000 events, of which its failure is the last', async () => {
  const { result, events, clock } = await run(
    { ...copyEach({}, { Type: 'Wait', Seconds: 1, End: true }) },
    { input: { keys: Array.from({ length: 6500 }, (_, n) => n) } },
  );
  expect(result).toEqual({
    status: 'FAILED',
    error: 'States.Runtime',
    cause: 'The execution reached the maximum number of history events (25000).',
  });
  expect(events).toHaveLength(25_000);
  expect(events.at(-1)).toMatchObject({ id: 25_000, type: 'ExecutionFailed' });
  expect(clock.sleeping).toBe(0);
}, 30_000);
