import { StatesError } from '../../../src/step-functions/types';
import { run, task, type RunOptions } from './helpers';

const branch = (name: string, state: object) => ({ StartAt: name, States: { [name]: state } });
const parallel = (branches: object[], fields: object = {}) => ({
  Both: { Type: 'Parallel', Branches: branches, End: true, ...fields },
});
const output = (Output: unknown) => ({ Type: 'Pass', Output, End: true });
const failing: RunOptions['runTask'] = async (call, _attempt, clock) => {
  await clock.sleep(call.stateName === 'Fails' ? 1 : 10, call.signal);
  throw new StatesError('S3.NoSuchKey', 'gone');
};

test('each branch gets the input, and the result is the list of their outputs in the order of the branches', async () => {
  const slow = { Type: 'Wait', Seconds: 5, Output: '{% $states.input.n %}', End: true };
  const branches = [branch('Slow', slow), branch('Fast', output('{% $states.input.n + 1 %}'))];
  const ran = await run(parallel(branches), { input: { n: 1 } });
  expect(ran.output).toEqual([1, 2]);
});

test('Arguments are the input of the branches, Output and Assign see the result', async () => {
  const fields = {
    Arguments: { n: '{% $states.input.n * 10 %}' },
    Assign: { first: '{% $states.result[0] %}' },
    Output: { sum: '{% $sum($states.result) %}', tries: '{% $states.context.State.RetryCount %}' },
    Next: 'Then',
    End: undefined,
  };
  const branches = [branch('A', output('{% $states.input.n %}')), branch('B', output(2))];
  const states = { ...parallel(branches, fields), Then: output(['{% $states.input %}', '{% $first %}']) };
  const ran = await run(states, { input: { n: 1 } });
  expect(ran.output).toEqual([{ sum: 12, tries: 0 }, 10]);
});

test('the history is that of AWS: the exit follows the last event of a branch', async () => {
  const { events } = await run(parallel([branch('A', output(1)), branch('B', output(2))]));
  expect(events.map(({ id, previousEventId, type }) => [id, previousEventId, type])).toEqual([
    [1, 0, 'ExecutionStarted'],
    [2, 0, 'ParallelStateEntered'],
    [3, 2, 'ParallelStateStarted'],
    [4, 3, 'PassStateEntered'],
    [5, 3, 'PassStateEntered'],
    [6, 4, 'PassStateExited'],
    [7, 5, 'PassStateExited'],
    [8, 7, 'ParallelStateSucceeded'],
    [9, 7, 'ParallelStateExited'],
    [10, 9, 'ExecutionSucceeded'],
  ]);
});

test('the first failure aborts the other branches and is the failure of the Parallel', async () => {
  const branches = [branch('Fails', task()), branch('Other', task()), branch('Done', output(1))];
  const { result, types, events, calls } = await run(parallel(branches), { runTask: failing });
  expect(result).toEqual({ status: 'FAILED', error: 'S3.NoSuchKey', cause: 'gone' });
  expect(calls.map(({ signal }) => signal.aborted)).toEqual([false, true]);
  expect(types.slice(-4)).toEqual([
    'TaskFailed',
    'TaskStateAborted',
    'ParallelStateFailed',
    'ExecutionFailed',
  ]);
  const [failed, , parallelFailed, ended] = events.slice(-4);
  expect(parallelFailed?.previousEventId).toBe(failed?.id);
  expect(ended?.previousEventId).toBe(parallelFailed?.id);
});

test('a Parallel is retried as a whole, then caught', async () => {
  const fields = {
    Retry: [{ ErrorEquals: ['S3.NoSuchKey'], MaxAttempts: 1 }],
    Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Log' }],
  };
  const states = { ...parallel([branch('Fails', task())], fields), Log: { Type: 'Succeed' } };
  const ran = await run(states, { runTask: failing });
  expect(ran.types.filter((type) => type === 'ParallelStateStarted')).toHaveLength(2);
  expect(ran.output).toEqual({ Error: 'S3.NoSuchKey', Cause: 'gone' });
});

test('a branch reads the variables around it, and its own end with it', async () => {
  const states = {
    Remember: { Type: 'Pass', Assign: { outer: 1 }, Next: 'Both' },
    ...parallel(
      [
        {
          StartAt: 'Set',
          States: {
            Set: { Type: 'Pass', Assign: { own: '{% $outer + 1 %}' }, Next: 'Get' },
            Get: output('{% $own %}'),
          },
        },
        branch('Other', output('{% $exists($own) %}')),
      ],
      { Output: '{% [$states.result, $exists($own)] %}' },
    ),
  };
  expect((await run(states)).output).toEqual([2, false, false]);
});

test('within a Map each iteration runs its branches, and knows its item', async () => {
  const inner = parallel([branch('A', output('{% $states.context.Map.Item.Index %}'))]);
  const states = {
    Each: { Type: 'Map', ItemProcessor: { StartAt: 'Both', States: inner }, End: true },
  };
  expect((await run(states, { input: ['x', 'y'] })).output).toEqual([[0], [1]]);
});

test('a result of more than 256 KiB fails the Parallel, though each branch is small', async () => {
  const branches = [1, 2].map((n) => branch(`Big${n}`, output(`{% $pad('', 150000, 'x') %}`)));
  const { result } = await run(parallel(branches));
  expect(result).toMatchObject({ error: 'States.DataLimitExceeded' });
});

test('a stopped execution stops its branches without further events', async () => {
  const controller = new AbortController();
  const wait = { Type: 'Wait', Seconds: 10, End: true };
  const { result, types, clock } = await run(parallel([branch('A', wait), branch('B', wait)]), {
    signal: controller.signal,
    onEvent: ({ id }) => id === 5 && controller.abort(),
  });
  expect(result.status).toBe('ABORTED');
  expect(types.at(-1)).toBe('ExecutionAborted');
  expect(types).not.toContain('ParallelStateFailed');
  expect(clock.sleeping).toBe(0);
});
