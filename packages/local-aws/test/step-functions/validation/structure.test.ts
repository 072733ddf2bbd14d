import { validateDefinition } from '../../../src/step-functions/validation/validate';
import { findings, httpTask, pass, validate } from './machine';

describe('what AWS accepts is accepted', () => {
  test('payloads of any JSON: empty texts, numbers, nested lists, and fields that are called Next', () => {
    expect(
      findings({ A: { ...pass, Output: { a: '', b: [[1, 'x']], Next: 'z', Default: '{% 1 %}' } } }),
    ).toEqual([]);
    expect(findings({ A: { ...pass, Output: 5 } })).toEqual([]);
    expect(findings({ A: { ...pass, Output: '{% (\n  $x := 1;\n  $x\n) %}' } })).toEqual([]);
  });

  test('every supported type of state, with comments', () => {
    const states = {
      Start: { Type: 'Wait', Seconds: '{% 1 %}', Comment: 'c', Next: 'Choose' },
      Choose: { Type: 'Choice', Choices: [{ Condition: '{% true %}', Next: 'Both' }], Default: 'Failed' },
      Both: {
        Type: 'Parallel',
        Arguments: { a: '{% $states.input %}' },
        Branches: [1, 2].map((n) => ({ StartAt: `Way${n}`, States: { [`Way${n}`]: pass } })),
        Output: '{% $states.result[0] %}',
        Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Failed' }],
        Next: 'Each',
      },
      Each: {
        Type: 'Map',
        Items: [1, '{% 2 %}'],
        ItemSelector: { key: '{% $states.context.Map.Item.Value %}' },
        MaxConcurrency: 2,
        ItemProcessor: { ProcessorConfig: { Mode: 'INLINE' }, StartAt: 'One', States: { One: pass } },
        Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Failed' }],
        Next: 'Done',
      },
      Done: { Type: 'Succeed', Output: '{% $states.input %}' },
      Failed: { Type: 'Fail', Error: 'Wrong', Cause: '{% $states.input.cause %}' },
    };
    expect(findings(states, { Comment: 'c', Version: '1.0', TimeoutSeconds: 60 })).toEqual([]);
  });
});

describe('definitions that cannot be read', () => {
  test.each([
    ['', 'MISSING_DESCRIPTION'],
    ['{', 'INVALID_JSON_DESCRIPTION'],
    ['[]', 'SCHEMA_VALIDATION_FAILED'],
    [' ', 'SCHEMA_VALIDATION_FAILED'],
  ])('%j is %s', (definition, code) => {
    const [found, ...others] = validateDefinition(definition);
    expect(found).toMatchObject({ severity: 'ERROR', code });
    expect(found).not.toHaveProperty('location');
    expect(others).toEqual([]);
  });
});

describe('states and their fields', () => {
  const mapOfOne = { Type: 'Map', ItemProcessor: { StartAt: 'B', States: { B: pass } }, End: true };

  test.each<[string, unknown, string]>([
    [
      'a JSONPath field',
      { ...httpTask, Parameters: {} },
      "/States/A: The QueryLanguage is set to 'JSONata', but field 'Parameters' is only supported for the 'JSONPath'",
    ],
    [
      'a path field',
      { ...pass, ResultPath: '$.x' },
      "/States/A: The QueryLanguage is set to 'JSONata', but field 'ResultPath' is only supported for the 'JSONPath'",
    ],
    [
      'a Result',
      { ...pass, Result: 1 },
      "/States/A: The QueryLanguage is set to 'JSONata', but field 'Result' is only supported for the 'JSONPath'",
    ],
    ['a Pass that catches', { ...pass, Catch: [] }, "/States/A: Field 'Catch' is not supported"],
    ['a Pass that retries', { ...pass, Retry: [] }, "/States/A: Field 'Retry' is not supported"],
    [
      'an unknown type',
      { Type: 'Tusk', End: true },
      "/Type: The field 'Type' should have one of these values: [Task, Wait, Pass,",
    ],
    ['no branch', { Type: 'Parallel', Branches: [], End: true }, '/States/A/Branches: Value cannot be empty'],
    ['a Parallel without branches', { Type: 'Parallel', End: true }, 'fields are required: [Branches]'],
    [
      'a branch without states',
      { Type: 'Parallel', Branches: [{ StartAt: 'B', States: { B: pass } }, { StartAt: 'B' }], End: true },
      '/States/A/Branches[1]: These fields are required: [States]',
    ],
    [
      'a Parallel with a timeout',
      { Type: 'Parallel', Branches: [{ StartAt: 'B', States: { B: pass } }], TimeoutSeconds: 5, End: true },
      "/States/A: Field 'TimeoutSeconds' is not supported",
    ],
    [
      'a Map that tolerates failures',
      { ...mapOfOne, ToleratedFailureCount: 1 },
      'not support ToleratedFailureCount of a Map state',
    ],
    ['a heartbeat of 0', { ...httpTask, HeartbeatSeconds: 0 }, '/HeartbeatSeconds: Minimum value is 1'],
    [
      'a heartbeat as long as the task',
      { ...httpTask, HeartbeatSeconds: 5, TimeoutSeconds: 5 },
      '/HeartbeatSeconds: HeartbeatSeconds must be smaller than TimeoutSeconds',
    ],
    ['other credentials', { ...httpTask, Credentials: {} }, 'not support Credentials of a Task state'],
    [
      'a JSONPath state',
      { ...pass, QueryLanguage: 'JSONPath' },
      "/States/A: 'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine",
    ],
    [
      'a language in other letters',
      { ...pass, QueryLanguage: 'jsonata' },
      '/States/A/QueryLanguage: Value should be one of the following: [JSONPath, JSONata]',
    ],
    [
      'a number for a language',
      { ...pass, QueryLanguage: 5 },
      '/States/A/QueryLanguage: Expected value of type [STRING]',
    ],
    ['a zero timeout', { ...httpTask, TimeoutSeconds: 0 }, '/TimeoutSeconds: Minimum value is 1'],
    [
      'a wait for a word',
      { Type: 'Wait', Seconds: 'ten', End: true },
      '/Seconds: Expected value of type Integer',
    ],
    ['a wait without time', { Type: 'Wait', End: true }, 'MUST contain exactly one of "Seconds"'],
    [
      'a Map without processor',
      { Type: 'Map', End: true },
      '/States/A: These fields are required: [ItemProcessor]',
    ],
    ['a list of variables', { ...pass, Assign: [1] }, '/Assign is invalid. must be object'],
    ['a number for a state', 7, '/States/A: A state must be an object'],
  ])('%s is rejected', (_what, state, message) => {
    expect(findings({ A: state }).join('\n')).toContain(message);
  });

  test.each<[string, unknown, string]>([
    ['no rule', [], '/Choices is invalid. must NOT have fewer than 1 items'],
    [
      'a rule that leads nowhere',
      [{ Condition: '{% true %}' }],
      '/Choices[0]: These fields are required: [Next]',
    ],
    [
      'a condition that is no expression',
      [{ Condition: true, Next: 'B' }],
      '/Condition is invalid. must be string',
    ],
  ])('a Choice with %s is rejected', (_what, Choices, message) => {
    const states = { A: { Type: 'Choice', Choices, Default: 'B' }, B: pass };
    expect(findings(states).join('\n')).toContain(message);
  });

  test('a Choice with conditions of JSONPath is rejected', () => {
    const rule = { Variable: '$.x', StringEquals: 'y', Next: 'B' };
    expect(findings({ A: { Type: 'Choice', Choices: [rule] }, B: pass })).toEqual([
      "/States/A/Choices[0]: The QueryLanguage is set to 'JSONata', but field 'Variable' is only supported for the 'JSONPath' QueryLanguage",
      "/States/A/Choices[0]: Field 'StringEquals' is not supported",
    ]);
  });

  test('an inline Map has no other setting than its mode', () => {
    const config = { Mode: 'INLINE', ExecutionType: 'STANDARD' };
    const processor = { ProcessorConfig: config, StartAt: 'B', States: { B: pass } };
    expect(findings({ A: { Type: 'Map', ItemProcessor: processor, End: true } })).toEqual([
      "/States/A/ItemProcessor/ProcessorConfig: Field 'ExecutionType' is not supported",
    ]);
  });

  test('a machine without QueryLanguage is one of JSONPath and rejected by name', () => {
    expect(findings({ A: pass }, { QueryLanguage: undefined })).toEqual([
      '/States/A/QueryLanguage: local Step Functions does not support QueryLanguage JSONPath; it must be JSONata',
    ]);
  });

  test.each<[object, string]>([
    [{ Timeout: 5 }, "/: Field 'Timeout' is not supported"],
    [{ TimeoutSeconds: -1 }, '/TimeoutSeconds: Minimum value is 0'],
    [{ TimeoutSeconds: '{% 5 %}' }, '/TimeoutSeconds: Expected value of type Integer'],
    [{ TimeoutSeconds: 0 }, '/TimeoutSeconds: local Step Functions does not support a TimeoutSeconds of 0'],
    [{ Version: '2.0' }, '/Version: Value should be one of the following: [1.0]'],
    [
      { QueryLanguage: 'jsonata' },
      '/QueryLanguage: Value should be one of the following: [JSONPath, JSONata]',
    ],
  ])('the machine with %j is rejected', (machine, message) => {
    expect(findings({ A: pass }, machine)).toEqual([message]);
  });
});

describe('transitions', () => {
  const next = (Next: string) => ({ Type: 'Pass', Next });

  test.each<[string, object, string, string]>([
    [
      'Next',
      { A: next('Z'), B: pass },
      'MISSING_TRANSITION_TARGET',
      "/States/A/Next: Missing 'Next' target: Z",
    ],
    [
      'Default',
      { A: { Type: 'Choice', Choices: [{ Condition: '{% true %}', Next: 'B' }], Default: 'Z' }, B: pass },
      'MISSING_TRANSITION_TARGET',
      "/States/A/Default: Missing 'Next' target: Z",
    ],
    [
      'Catch',
      { A: { ...httpTask, Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Z' }] } },
      'MISSING_TRANSITION_TARGET',
      "/States/A/Catch[0]/Next: Missing 'Next' target: Z",
    ],
    [
      'an island',
      { A: pass, B: next('B') },
      'MISSING_TRANSITION_TARGET',
      '/States/B: State "B" is not reachable.',
    ],
    [
      'no end',
      { A: next('B'), B: next('A') },
      'MISSING_END_STATE',
      'undefined: Workflow has no terminal state',
    ],
    [
      'Next and End',
      { A: { ...pass, Next: 'A' } },
      'SCHEMA_VALIDATION_FAILED',
      '/States/A: There should only be one of the following fields: [Next, End]',
    ],
    [
      'neither',
      { A: { Type: 'Pass' }, B: pass },
      'SCHEMA_VALIDATION_FAILED',
      '/States/A: This object should have only one of the following fields: [Next, End]',
    ],
  ])('%s: a way that leads nowhere is rejected', (_what, states, code, message) => {
    expect(findings(states).join('\n')).toContain(message);
    expect(validate(states)[0]!.code).toBe(code);
  });

  test('a missing or unknown StartAt is rejected', () => {
    expect(findings({ A: pass }, { StartAt: undefined })).toEqual([
      '/: These fields are required: [StartAt]',
    ]);
    expect(findings({ A: pass }, { StartAt: 'Z' })).toEqual([
      "/StartAt: Missing 'Next' target: Z",
      '/States/A: State "A" is not reachable.',
    ]);
    expect(validateDefinition('{"QueryLanguage":"JSONata"}')).toEqual([
      {
        severity: 'ERROR',
        code: 'SCHEMA_VALIDATION_FAILED',
        location: '/',
        message: 'These fields are required: [States, StartAt]',
      },
    ]);
  });

  test('what leads nowhere is said before that nothing ends; what is not reached is not said then', () => {
    expect(findings({ A: next('NOPE'), Unused: next('A') })).toEqual([
      "/States/A/Next: Missing 'Next' target: NOPE",
      'undefined: Workflow has no terminal state',
    ]);
    expect(findings({ A: next('B'), B: next('A'), C: pass })).toEqual([
      '/States/C: State "C" is not reachable.',
    ]);
  });

  test('states within a Map or a Parallel may go round for ever, but must be reached', () => {
    const endless = { StartAt: 'B', States: { B: next('C'), C: next('B') } };
    const ghost = { StartAt: 'D', States: { D: pass, Ghost: pass } };
    expect(findings({ A: { Type: 'Map', ItemProcessor: endless, End: true } })).toEqual([]);
    expect(findings({ A: { Type: 'Parallel', Branches: [endless, ghost], End: true } })).toEqual([
      '/States/A/Branches[1]/States/Ghost: State "Ghost" is not reachable.',
    ]);
  });

  test('a state inside of a Map cannot lead out of it', () => {
    const processor = { StartAt: 'B', States: { B: next('A'), C: pass } };
    expect(findings({ A: { Type: 'Map', ItemProcessor: processor, End: true } })).toContain(
      "/States/A/ItemProcessor/States/B/Next: Missing 'Next' target: A",
    );
  });

  test('two states of one name are rejected, also in different scopes', () => {
    const states = { A: { Type: 'Map', ItemProcessor: { StartAt: 'A', States: { A: pass } }, End: true } };
    expect(validate(states)).toMatchObject([{ code: 'DUPLICATE_STATE_NAME' }]);
  });
});
