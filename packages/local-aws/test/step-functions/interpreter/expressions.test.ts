import { evaluate, run } from './helpers';

const prefix = "An error occurred while executing the state 'Say' (entered at the event id #2). ";

describe('values', () => {
  test.each([
    ['{% $states.input.name %}', 'ファイル.txt'],
    [{ a: ['{% 1 + 1 %}', { b: '{% $states.input.name %}' }] }, { a: [2, { b: 'ファイル.txt' }] }],
    ['name: {% $states.input.name %}', 'name: {% $states.input.name %}'],
    ['{% null %}', null],
    ['{% {"kept": 1, "dropped": $states.input.missing} %}', { kept: 1 }],
    ['{% $states.input.missing & "x" %}', 'x'],
    ['{% 1/0 %}', 'Infinity'],
  ])('%j becomes %j', async (template, expected) => {
    expect((await evaluate(template, { name: 'ファイル.txt' })).output).toEqual(expected);
  });

  test('a list of one is unwrapped by $map, so that a single file needs [ … ] to stay a list', async () => {
    const input = { keys: ['a.txt'] };
    expect((await evaluate('{% $map($states.input.keys, $uppercase) %}', input)).output).toBe('A.TXT');
    expect((await evaluate('{% [$map($states.input.keys, $uppercase)] %}', input)).output).toEqual(['A.TXT']);
  });

  test('a JSONata sequence becomes a plain list, without properties of its own', async () => {
    const { result } = await evaluate('{% $states.input.files.key %}', {
      files: [{ key: 'a' }, { key: 'b' }],
    });
    expect(result.output).toBe('["a","b"]');
  });

  test('the context object names the execution, the machine and the state', async () => {
    const { output } = await evaluate('{% $states.context %}', { id: 7 });
    expect(output).toEqual({
      Execution: {
        Id: 'arn:aws:states:ap-northeast-1:123456789012:execution:Orchestrator:run-1',
        Input: { id: 7 },
        Name: 'run-1',
        RoleArn: 'arn:aws:iam::123456789012:role/Orchestrator-role',
        StartTime: '2026-01-01T00:00:00.000Z',
        RedriveCount: 0,
      },
      StateMachine: {
        Id: 'arn:aws:states:ap-northeast-1:123456789012:stateMachine:Orchestrator',
        Name: 'Orchestrator',
      },
      State: { Name: 'Say', EnteredTime: '2026-01-01T00:00:00.000Z' },
    });
  });
});

describe('failures, in the words of AWS', () => {
  test.each([
    [
      { a: { b: ['{% $states.input.missing %}'] } },
      "The JSONata expression '$states.input.missing' specified for the field 'Output/a/b[0]' returned nothing (undefined).",
    ],
    [
      '{% $states.result %}',
      "The JSONata expression '$states.result' specified for the field 'Output' returned nothing (undefined).",
    ],
    [
      '{% $unassigned %}',
      "The JSONata expression '$unassigned' specified for the field 'Output' returned nothing (undefined).",
    ],
    [
      '{% $sum("a") %}',
      `The JSONata expression '$sum("a")' specified for the field 'Output' threw an error during evaluation. ` +
        'T0412: Argument 1 of function "sum" must be an array of "numbers"',
    ],
    [
      '{% $eval("1") %}',
      `The JSONata expression '$eval("1")' specified for the field 'Output' threw an error during evaluation. ` +
        'T1006: Attempted to invoke a non-function',
    ],
    [
      '{% $uppercase %}',
      "The JSONata expression '$uppercase' specified for the field 'Output' returned an unsupported result type.",
    ],
    [
      '{% {"f": function($x){$x}} %}',
      `The JSONata expression '{"f": function($x){$x}}' specified for the field 'Output' returned an unsupported result type.`,
    ],
    [
      '{% ($r := /a/; $r) %}',
      "The JSONata expression '($r := /a/; $r)' specified for the field 'Output' returned an unsupported result type.",
    ],
  ])('%j', async (template, cause) => {
    const { result } = await evaluate(template);
    expect(result).toEqual({ status: 'FAILED', error: 'States.QueryEvaluationError', cause: prefix + cause });
  });

  test('the history names the field in an EvaluationFailed event before the execution fails', async () => {
    const { events, types } = await evaluate({ v: '{% $states.input.missing %}' });
    expect(types).toEqual(['ExecutionStarted', 'PassStateEntered', 'EvaluationFailed', 'ExecutionFailed']);
    expect(events[2]?.evaluationFailedEventDetails).toMatchObject({
      error: 'States.QueryEvaluationError',
      location: 'Output/v',
      state: 'Say',
    });
  });

  test.each([
    [{ Type: 'Wait', Seconds: '{% "5" %}', End: true }, `Expected 'number', but was 'string' for value: "5"`],
    [
      { Type: 'Wait', Seconds: '{% 1.5 %}', End: true },
      'The Seconds field cannot be parsed as an integer: 1.5',
    ],
    [{ Type: 'Wait', Seconds: '{% -1 %}', End: true }, 'Seconds must be between 0 and 99999999 but was: -1'],
    [
      { Type: 'Choice', Choices: [{ Condition: '{% 1 %}', Next: 'Say' }] },
      "Expected 'boolean', but was 'number' for value: 1",
    ],
    [{ Type: 'Fail', Error: '{% 404 %}' }, "Expected 'string', but was 'number' for value: 404"],
  ])('a value of the wrong type fails the state: %j', async (state, cause) => {
    const { result } = await run({ Say: state });
    expect(result.error).toBe('States.QueryEvaluationError');
    expect(result.cause).toContain(cause);
  });

  test('nesting past 100 levels is rejected, one level less is not', async () => {
    const sum = (terms: number) => `{% ${Array(terms).fill('1').join('+')} %}`;
    expect((await evaluate(sum(100))).output).toBe(100);
    expect((await evaluate(sum(101))).result.cause).toContain('Stack overflow error');
  });
});
