import { executionGraph } from '../src/visits';
import { StatesError } from '@usage-billing/local-aws/step-functions/types';
import { run, task } from '@usage-billing/local-aws/testing';

const fail = (error: string) => {
  throw new StatesError(error, 'why');
};

test('every visited state with its outcome, its duration and its retries', async () => {
  const { events } = await run(
    {
      Prepare: { Type: 'Pass', Next: 'Rest' },
      Rest: { Type: 'Wait', Seconds: 30, Next: 'Flaky' },
      Flaky: task({
        End: undefined,
        Next: 'Send',
        Retry: [{ ErrorEquals: ['Throttled'], IntervalSeconds: 2 }],
      }),
      Send: task({
        Retry: [{ ErrorEquals: ['Down'], IntervalSeconds: 4, MaxAttempts: 1 }],
        Catch: [{ ErrorEquals: ['Down'], Next: 'Log' }],
      }),
      Log: { Type: 'Succeed' },
    },
    { runTask: (_, attempt) => (attempt === 1 ? fail('Throttled') : attempt === 2 ? {} : fail('Down')) },
  );
  expect(
    executionGraph(events).map(({ state, outcome, durationMilliseconds, error, retries }) => [
      state,
      outcome,
      durationMilliseconds,
      error,
      retries,
    ]),
  ).toEqual([
    ['Prepare', 'succeeded', 0, undefined, 0],
    ['Rest', 'succeeded', 30_000, undefined, 0],
    ['Flaky', 'succeeded', 2_000, undefined, 1],
    ['Send', 'caught', 4_000, 'Down', 1],
    ['Log', 'succeeded', 0, undefined, 0],
  ]);
});

const graphOf = async (...args: Parameters<typeof run>) =>
  executionGraph((await run(...args)).events).map(({ state, outcome, error }) => [state, outcome, error]);

test('a Map and the states of each iteration tell which one failed', async () => {
  const states = {
    Each: {
      Type: 'Map',
      Items: [1, 2],
      MaxConcurrency: 2,
      ItemProcessor: { StartAt: 'Copy', States: { Copy: task({ Arguments: '{% $states.input %}' }) } },
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Log' }],
      End: true,
    },
    Log: { Type: 'Succeed' },
  };
  const graph = await graphOf(states, {
    runTask: async (call, _, clock) => {
      await clock.sleep(call.arguments as number, call.signal);
      return fail('Gone');
    },
  });
  expect(graph).toEqual([
    ['Each', 'caught', 'Gone'],
    ['Copy', 'failed', 'Gone'],
    ['Copy', 'aborted', undefined],
    ['Log', 'succeeded', undefined],
  ]);
});

test('the end of the execution is the end of the state it was in', async () => {
  expect(await graphOf({ Refuse: { Type: 'Fail', Error: 'InvalidInput' } })).toEqual([
    ['Refuse', 'failed', 'InvalidInput'],
  ]);
  expect(
    await graphOf({ Rest: { Type: 'Wait', Seconds: 9, End: true } }, { machine: { TimeoutSeconds: 1 } }),
  ).toEqual([['Rest', 'timedOut', undefined]]);
  const { events } = await run({ Rest: { Type: 'Wait', Seconds: 9, End: true } });
  expect(executionGraph(events.slice(0, 2))).toMatchObject([{ state: 'Rest', outcome: 'running' }]);
});

test('a redrive goes on with the state that failed: it counts as one visit, not as a retry', async () => {
  const states = { Prepare: { Type: 'Pass', Next: 'Copy' }, Copy: task({}) };
  const first = await run(states, { runTask: () => fail('Gone') });
  const { events } = await run(states, { resumeFrom: first.snapshot!, clock: first.clock });
  expect(executionGraph(first.events)).toMatchObject([
    {},
    { state: 'Copy', outcome: 'failed', error: 'Gone' },
  ]);
  expect(executionGraph([...first.events, ...events])).toMatchObject([
    { state: 'Prepare', outcome: 'succeeded' },
    { state: 'Copy', outcome: 'succeeded', retries: 0 },
  ]);
});

test('a Distributed Map tells the failure of its Map Run, and each further run as a retry', async () => {
  const states = {
    Each: {
      Type: 'Map',
      Label: 'Each',
      Items: [1],
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
        StartAt: 'Copy',
        States: { Copy: task({}) },
      },
      Retry: [{ ErrorEquals: ['States.ALL'], MaxAttempts: 1 }],
      End: true,
    },
  };
  const { events } = await run(states, { runTask: () => fail('Gone') });
  expect(executionGraph(events)).toMatchObject([
    { state: 'Each', outcome: 'failed', error: 'States.ExceedToleratedFailureThreshold', retries: 1 },
  ]);
});
