import { run, task } from './helpers';

const kib = (size: number) => 'x'.repeat(size * 1024);

test('Assign and Output see the variables as they were before the state', async () => {
  const { output } = await run({
    First: { Type: 'Pass', Assign: { a: 1, b: 2 }, Next: 'Swap' },
    Swap: { Type: 'Pass', Assign: { a: '{% $b %}', b: '{% $a %}' }, Output: '{% $a %}', Next: 'Say' },
    Say: { Type: 'Pass', Output: ['{% $states.input %}', '{% $a %}', '{% $b %}'], End: true },
  });
  expect(output).toEqual([1, 2, 1]);
});

test('a Choice uses its rule, and its own fields only on the way to Default', async () => {
  const choose = (n: number) =>
    run(
      {
        Choose: {
          Type: 'Choice',
          Choices: [
            {
              Condition: '{% $states.input.n > 10 %}',
              Assign: { size: 'huge' },
              Output: 'rule',
              Next: 'Say',
            },
            { Condition: '{% $states.input.n > 1 %}', Assign: { size: 'many' }, Next: 'Say' },
          ],
          Assign: { size: 'few' },
          Output: 'default',
          Default: 'Say',
        },
        Say: { Type: 'Pass', Output: ['{% $size %}', '{% $states.input %}'], End: true },
      },
      { input: { n } },
    );
  expect((await choose(11)).output).toEqual(['huge', 'rule']);
  expect((await choose(2)).output).toEqual(['many', { n: 2 }]);
  expect((await choose(1)).output).toEqual(['few', 'default']);
});

test('a Choice that nothing matches and that has no Default fails, and nothing catches that', async () => {
  const { result } = await run({
    Choose: { Type: 'Choice', Choices: [{ Condition: '{% false %}', Next: 'Choose' }] },
  });
  expect(result.error).toBe('States.Runtime');
  expect(result.cause).toContain("executing the state 'Choose' (entered at the event id #2)");
});

test('an iteration reads the outer variables and keeps its own to itself', async () => {
  const { output, result } = await run({
    Set: { Type: 'Pass', Assign: { factor: 10 }, Next: 'Each' },
    Each: {
      Type: 'Map',
      Items: [1, 2],
      ItemProcessor: {
        StartAt: 'Calculate',
        States: {
          Calculate: { Type: 'Pass', Assign: { product: '{% $states.input * $factor %}' }, Next: 'Say' },
          Say: { Type: 'Pass', Output: '{% $product %}', End: true },
        },
      },
      Assign: { total: '{% $sum($states.result) %}' },
      Next: 'After',
    },
    After: { Type: 'Pass', Output: ['{% $total %}', '{% $exists($product) %}'], End: true },
  });
  expect(result.status).toBe('SUCCEEDED');
  expect(output).toEqual([30, false]);
});

describe('limits', () => {
  test.each([
    [
      'the output of a state',
      { Say: { Type: 'Pass', Output: '{% $states.input & $states.input %}', End: true } },
    ],
    ['the arguments of a task', { Say: task({ Arguments: '{% $states.input & $states.input %}' }) }],
    [
      'a variable',
      { Say: { Type: 'Pass', Assign: { v: '{% $states.input & $states.input %}' }, End: true } },
    ],
    [
      'the variables of one Assign together',
      { Say: { Type: 'Pass', Assign: { v: '{% $states.input %}', w: '{% $states.input %}' }, End: true } },
    ],
  ])('%s may have 256 KiB', async (_, states) => {
    expect((await run(states, { input: kib(127) })).result.status).toBe('SUCCEEDED');
    const { result } = await run(states, { input: kib(129) });
    expect(result).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
  });

  test('the limit counts bytes, of which a Japanese character has three', async () => {
    const state = { Say: { Type: 'Pass', End: true } };
    expect((await run(state, { input: '課'.repeat(87_380) })).result.status).toBe('SUCCEEDED');
    expect((await run(state, { input: '課'.repeat(87_382) })).result.error).toBe('States.DataLimitExceeded');
  });

  test('a task that returns more fails with the name of the service, also when Output would drop it', async () => {
    const { result, types } = await run({ Get: task({ Output: 'small' }) }, { runTask: () => kib(257) });
    expect(result).toEqual({
      status: 'FAILED',
      error: 'States.DataLimitExceeded',
      cause:
        "The state/task 'dynamodb' returned a result with a size exceeding the maximum number of bytes service limit.",
    });
    expect(types).toContain('TaskFailed');
  });

  test('all variables together may have 10 MiB', async () => {
    const states: Record<string, object> = {};
    for (let n = 1; n <= 41; n += 1) {
      states[`Set${n}`] = { Type: 'Pass', Assign: { [`v${n}`]: '{% $states.input %}' }, Next: `Set${n + 1}` };
    }
    states.Set42 = { Type: 'Succeed' };
    const { result, events } = await run(states, { input: kib(255) });
    expect(result.error).toBe('States.DataLimitExceeded');
    expect(events.findLast((event) => event.stateEnteredEventDetails)?.stateEnteredEventDetails?.name).toBe(
      'Set41',
    );
  });
});
