import { StatesError, type TaskCall } from '../../../src/step-functions/types';
import { notRedrivable } from '../../../src/step-functions/redrivability';
import { run, task, type Ran, type RunOptions } from './helpers';
import { type Json } from '../../../src/json';

const machineArn = 'arn:aws:states:ap-northeast-1:123456789012:stateMachine:Orchestrator';

/** A Map over `$states.input` whose children do two tasks, the second with the first's result. */
const sendEach = (fields: object = {}) => ({
  Each: {
    Type: 'Map',
    Label: 'SendEach',
    Items: '{% $states.input %}',
    ItemSelector: { item: '{% $states.context.Map.Item.Value %}', n: '{% $states.context.Map.Item.Index %}' },
    ItemProcessor: {
      ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
      StartAt: 'Claim',
      States: {
        Claim: task({ Assign: { item: '{% $states.input.item %}' }, End: undefined, Next: 'Send' }),
        Send: task({ Arguments: '{% $item %}', Output: '{% $states.context.Execution %}' }),
      },
    },
    End: true,
    ...fields,
  },
});

const outputs = ({ output }: Ran) => output as { Id: string; Name: string; Input: { item: string } }[];
const items = ({ children }: Ran) =>
  children.map(({ options }) => (JSON.parse(options.input) as { item: string }).item);

const failingFor = (...bad: Json[]) => {
  return (call: TaskCall) => {
    if (call.stateName === 'Send' && bad.includes(call.arguments)) {
      throw new StatesError('Down', 'why');
    }
    return null;
  };
};

test('each item is an execution of its own, and the results come in the order of the items', async () => {
  const ran = await run(sendEach(), {
    input: ['a', 'b', 'c'],
    runTask: async (call, _, clock) => {
      await clock.sleep(call.arguments === 'a' ? 9 : 1, call.signal);
      return null;
    },
  });
  expect(outputs(ran).map(({ Input }) => Input)).toEqual([
    { item: 'a', n: 0 },
    { item: 'b', n: 1 },
    { item: 'c', n: 2 },
  ]);
  for (const { Id, Name } of outputs(ran)) {
    expect(Id).toBe(`${machineArn.replace('stateMachine', 'execution')}/SendEach:${Name}`);
  }
  expect(new Set(outputs(ran).map(({ Name }) => Name)).size).toBe(3);
  expect(ran.calls[0]).toMatchObject({ executionArn: outputs(ran)[0]!.Id, stateMachineArn: machineArn });
  expect(ran.children[1]!.types.at(-1)).toBe('ExecutionSucceeded');
});

test("the parent's history tells of the Map Run and nothing of the children", async () => {
  const { events } = await run(sendEach(), { input: ['a', 'b'] });
  expect(events.map(({ id, previousEventId, type }) => [id, previousEventId, type])).toEqual([
    [1, 0, 'ExecutionStarted'],
    [2, 0, 'MapStateEntered'],
    [3, 2, 'MapStateStarted'],
    [4, 3, 'MapRunStarted'],
    [5, 4, 'MapRunSucceeded'],
    [6, 4, 'MapStateSucceeded'],
    [7, 4, 'MapStateExited'],
    [8, 7, 'ExecutionSucceeded'],
  ]);
  expect(events[2]!.mapStateStartedEventDetails).toEqual({ length: 2 });
  expect(events[3]!.mapRunStartedEventDetails!.mapRunArn).toMatch(
    /^arn:aws:states:ap-northeast-1:123456789012:mapRun:Orchestrator\/SendEach:[0-9a-f-]{36}$/,
  );
});

test('a child sees no variable of its parent, and no item of the Map', async () => {
  const seen = {
    Type: 'Pass',
    Output: ['{% $exists($mine) %}', '{% $exists($states.context.Map) %}'],
    End: true,
  };
  const ItemProcessor = {
    ...sendEach().Each.ItemProcessor,
    StartAt: 'See',
    States: { See: seen },
  };
  const { output } = await run({
    Remember: { Type: 'Pass', Assign: { mine: 1 }, Output: [1], Next: 'Each' },
    ...sendEach({ ItemProcessor }),
  });
  expect(output).toEqual([[false, false]]);
});

test.each([
  ['{% 3 %}', 3],
  [2, 2],
  [0, 90],
  [undefined, 90],
])('MaxConcurrency %j runs %i children at a time', async (MaxConcurrency, expected) => {
  let [running, most] = [0, 0];
  const { result } = await run(sendEach({ MaxConcurrency }), {
    input: Array.from({ length: 90 }, (_, n) => n),
    runTask: async (_call, _attempt, time) => {
      running += 1;
      most = Math.max(most, running);
      await time.sleep(1);
      running -= 1;
      return null;
    },
  });
  expect(result.status).toBe('SUCCEEDED');
  expect(most).toBe(expected);
});

test('without tolerance the first failed child fails the Map and aborts the others', async () => {
  const { result, types, children } = await run(sendEach({ MaxConcurrency: 2 }), {
    input: ['a', 'b', 'c', 'd'],
    runTask: async (call, _, clock) => {
      await clock.sleep(call.arguments === 'b' ? 100 : 1, call.signal);
      return failingFor('a')(call);
    },
  });
  expect(result).toEqual({
    status: 'FAILED',
    error: 'States.ExceedToleratedFailureThreshold',
    cause: 'The specified tolerated failure threshold was exceeded',
  });
  expect(types.slice(-4)).toEqual(['MapRunStarted', 'MapRunFailed', 'MapStateFailed', 'ExecutionFailed']);
  expect(children.map(({ types: own }) => own.at(-1))).toEqual(['ExecutionFailed', 'ExecutionAborted']);
});

test.each([
  [{ ToleratedFailureCount: 2 }, 'SUCCEEDED'],
  [{ ToleratedFailureCount: '{% 1 %}' }, 'FAILED'],
  [{ ToleratedFailurePercentage: 50 }, 'SUCCEEDED'],
  [{ ToleratedFailurePercentage: 49.9 }, 'FAILED'],
  [{ ToleratedFailurePercentage: 100, ToleratedFailureCount: 1 }, 'FAILED'],
])('two failures of four with %j: %s; a tolerated failure has no result', async (fields, status) => {
  const ran = await run(sendEach(fields), { input: ['a', 'b', 'c', 'd'], runTask: failingFor('b', 'c') });
  expect(ran.result.status).toBe(status);
  if (status === 'SUCCEEDED') {
    expect(outputs(ran).map(({ Input }) => Input.item)).toEqual(['a', 'd']);
  }
});

test('a retry of the Map is a new Map Run over all items; then it is caught', async () => {
  const { output, events, children } = await run(
    {
      ...sendEach({
        Retry: [{ ErrorEquals: ['States.ExceedToleratedFailureThreshold'], MaxAttempts: 1 }],
        Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Log' }],
      }),
      Log: { Type: 'Succeed', Output: '{% $states.input.Error %}' },
    },
    { input: ['a'], runTask: failingFor('a') },
  );
  expect(output).toBe('States.ExceedToleratedFailureThreshold');
  const runs = events.flatMap(({ mapRunStartedEventDetails }) => mapRunStartedEventDetails?.mapRunArn ?? []);
  expect(new Set(runs).size).toBe(2);
  expect(new Set(children.map(({ options }) => options.executionArn)).size).toBe(2);
});

test('outputs of more than 256 KiB together fail the Map Run, and nothing but their name catches it', async () => {
  const Output = "{% $join([1..1000].('0123456789')) %}";
  const ItemProcessor = {
    ...sendEach().Each.ItemProcessor,
    StartAt: 'Say',
    States: { Say: { Type: 'Pass', Output, End: true } },
  };
  const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'Log' }];
  const states = { ...sendEach({ ItemProcessor, Catch }), Log: { Type: 'Succeed' } };
  const { result, types } = await run(states, { input: Array.from({ length: 30 }, (_, n) => n) });
  expect(result.error).toBe('States.DataLimitExceeded');
  expect(types.slice(-3)).toEqual(['MapRunFailed', 'MapStateFailed', 'ExecutionFailed']);
});

test('no item starts no child, and an item that cannot be selected starts none of the others', async () => {
  expect((await run(sendEach(), { input: [] })).output).toEqual([]);
  const ItemSelector = '{% $states.context.Map.Item.Index = 1 ? $missing : 1 %}';
  const { result, types, children } = await run(sendEach({ ItemSelector }), { input: ['a', 'b'] });
  expect(result.error).toBe('States.QueryEvaluationError');
  expect(types).not.toContain('MapRunStarted');
  expect(children).toEqual([]);
});

test('a parent that is stopped aborts its children, whose end is not the caller’s doing', async () => {
  const controller = new AbortController();
  const { result, children } = await run(sendEach(), {
    input: ['a', 'b'],
    signal: controller.signal,
    runTask: async (call, attempt, time) => {
      if (attempt === 3) {
        controller.abort(new StatesError('Manual', 'enough'));
      }
      await time.sleep(10, call.signal);
      return null;
    },
  });
  expect(result).toEqual({ status: 'ABORTED', error: 'Manual', cause: 'enough' });
  expect(children.map(({ events }) => events.at(-1))).toMatchObject([
    { type: 'ExecutionAborted', executionAbortedEventDetails: {} },
    { type: 'ExecutionAborted', executionAbortedEventDetails: {} },
  ]);
});

test('10,000 items run, a few at a time', async () => {
  const { result, children } = await run(
    sendEach({
      MaxConcurrency: 50,
      ItemSelector: '{% $states.context.Map.Item.Index %}',
      ItemProcessor: {
        ...sendEach().Each.ItemProcessor,
        StartAt: 'Count',
        States: { Count: { Type: 'Pass', Output: 1, End: true } },
      },
    }),
    { input: Array.from({ length: 10_000 }, (_, n) => n) },
  );
  expect(result.status).toBe('SUCCEEDED');
  expect(children).toHaveLength(10_000);
});

describe('the execution role', () => {
  const denying = (denied: string) => {
    const asked: [string, string][] = [];
    const authorize = async (action: string, resource: string) => {
      asked.push([action, resource]);
      if (action === denied) {
        throw new StatesError('States.Permissions', `not authorized to perform: ${action}`);
      }
    };
    return { asked, authorize };
  };

  test('needs to start executions of its own machine, or the Map Run fails', async () => {
    const { asked, authorize } = denying('states:StartExecution');
    const { result, types, children } = await run(sendEach(), { input: ['a'], authorize });
    expect(asked).toEqual([['states:StartExecution', machineArn]]);
    expect(result.error).toBe('States.Permissions');
    expect(types).toContain('MapRunFailed');
    expect(children).toEqual([]);
  });

  test('needs to redrive them, or a redrive repeats nothing; with the permission it goes on', async () => {
    const first = await run(sendEach({ MaxConcurrency: 1 }), {
      input: ['a', 'b'],
      runTask: failingFor('b'),
    });
    const { asked, authorize } = denying('states:RedriveExecution');
    const second = await redrive(first, { input: ['a', 'b'], authorize });
    expect(second.result.error).toBe('States.Permissions');
    expect(asked.at(-1)).toEqual(['states:RedriveExecution', first.children[1]!.options.executionArn]);
    expect(second.children).toEqual([]);
    const third = await redrive(second, { input: ['a', 'b'] });
    expect(items(third)).toEqual(['b']);
  });
});

const redrive = (ended: Ran, options: RunOptions = {}) =>
  run(sendEach(), { resumeFrom: ended.snapshot!, clock: ended.clock, ...options });

describe('a redrive', () => {
  const input = ['a', 'b', 'c', 'd'];

  test('restarts the children that failed, were aborted or never started, each where it ended', async () => {
    const first = await run(sendEach({ MaxConcurrency: 3 }), {
      input,
      runTask: async (call, _, clock) => {
        await clock.sleep(call.arguments === 'c' ? 100 : call.arguments === 'b' ? 5 : 1, call.signal);
        return failingFor('b')(call);
      },
    });
    expect(first.result.status).toBe('FAILED');
    const ended = Object.fromEntries(
      first.children.map((child) => [items(first)[first.children.indexOf(child)], child]),
    );
    expect(ended.a!.types.at(-1)).toBe('ExecutionSucceeded');
    expect(ended.b!.types.at(-1)).toBe('ExecutionFailed');
    expect(ended.c!.types.at(-1)).toBe('ExecutionAborted');

    const second = await redrive(first, { input });
    expect(second.result.status).toBe('SUCCEEDED');
    expect(outputs(second).map(({ Input }) => Input.item)).toEqual(input);
    expect(items(second)).not.toContain('a');
    const again = second.children.find(
      (child) => child.options.executionArn === ended.b!.options.executionArn,
    )!;
    expect(again.types.slice(0, 2)).toEqual(['ExecutionRedriven', 'TaskScheduled']);
    expect(second.calls.filter((call) => call.executionArn === again.options.executionArn)).toMatchObject([
      { stateName: 'Send', arguments: 'b' },
    ]);
    expect(second.types).toEqual([
      'ExecutionRedriven',
      'MapRunRedriven',
      'MapRunSucceeded',
      'MapStateSucceeded',
      'MapStateExited',
      'ExecutionSucceeded',
    ]);
    expect(second.events[1]!.mapRunRedrivenEventDetails).toEqual({
      mapRunArn: first.events[3]!.mapRunStartedEventDetails!.mapRunArn,
      redriveCount: 1,
    });
  });

  test('leaves the snapshot as it was, so that it can be taken again', async () => {
    const first = await run(sendEach(), { input, runTask: failingFor('b') });
    await redrive(first, { input });
    expect(items(await redrive(first, { input }))).toContain('b');
  });

  test('starts a new Map Run after a failure that a repetition of the children cannot mend', async () => {
    const states = sendEach({ Output: '{% $states.result.missing.x %}' });
    const first = await run(states, { input: ['a'] });
    expect(first.result.error).toBe('States.QueryEvaluationError');
    const second = await run(states, { input: ['a'], resumeFrom: first.snapshot! });
    expect(second.types).toContain('MapRunStarted');
    expect(second.children).toHaveLength(1);
  });

  test('does not repeat a child that ended more than 14 days ago: its failure stays', async () => {
    const first = await run(sendEach(), { input, runTask: failingFor('b') });
    const [old] = first.snapshot!.mapRun!.children.filter((child) => child?.result.status === 'FAILED');
    const later = new Date(old!.result.snapshot!.endTime.getTime() + 15 * 24 * 3600 * 1000);
    expect(notRedrivable(old!.result, later)).toBe('Execution redrivable period exceeded');
    await first.clock.sleep(15 * 24 * 3600);
    const second = await redrive(first, { input });
    expect(second.result.error).toBe('States.ExceedToleratedFailureThreshold');
    expect(second.children).toEqual([]);
  });

  test('ends as it would have, wherever the parent was killed, and sends each item once or again where it was sent', async () => {
    for (let kill = 1; kill <= 12; kill += 1) {
      const controller = new AbortController();
      let steps = 0;
      const step = () => (steps += 1) === kill && controller.abort();
      const runTask: RunOptions['runTask'] = async (call, _, clock) => {
        step();
        await clock.sleep(1, call.signal);
        step();
        return null;
      };
      const first = await run(sendEach(), { input, runTask, signal: controller.signal });
      expect(first.result.status).toBe('ABORTED');
      const second = await redrive(first, { input });
      expect(outputs(second).map(({ Input }) => Input.item)).toEqual(input);
      const claims = [...first.calls, ...second.calls].filter(({ stateName }) => stateName === 'Claim');
      expect(claims.length).toBeLessThanOrEqual(2 * input.length);
    }
  });
});
