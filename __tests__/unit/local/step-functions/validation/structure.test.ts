import { validateDefinition } from '../../../../../local/step-functions/validation/validate';
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
      Choose: { Type: 'Choice', Choices: [{ Condition: '{% true %}', Next: 'Each' }], Default: 'Failed' },
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
  ])('%j is %s', (definition, code) => {
    expect(validateDefinition(definition)).toMatchObject([{ severity: 'ERROR', code }]);
  });
});

describe('states and their fields', () => {
  const mapOfOne = { Type: 'Map', ItemProcessor: { StartAt: 'B', States: { B: pass } }, End: true };

  test.each<[string, unknown, string]>([
    [
      'a JSONPath field',
      { ...httpTask, Parameters: {} },
      "/Parameters: The field 'Parameters' is only supported with",
    ],
    [
      'a path field',
      { ...pass, ResultPath: '$.x' },
      "/ResultPath: The field 'ResultPath' is only supported with",
    ],
    [
      'a Result',
      { ...pass, Result: 1 },
      "/Result: The field 'Result' is only supported with QueryLanguage JSONPath",
    ],
    [
      'a Pass that catches',
      { ...pass, Catch: [] },
      "/Catch: The field 'Catch' is not supported by a Pass state",
    ],
    [
      'a Pass that retries',
      { ...pass, Retry: [] },
      "/Retry: The field 'Retry' is not supported by a Pass state",
    ],
    ['an unknown type', { Type: 'Tusk', End: true }, '/Type: The value must be one of Task, Pass,'],
    ['Parallel', { Type: 'Parallel', Branches: [], End: true }, 'not support the state type Parallel'],
    [
      'a Map that tolerates failures',
      { ...mapOfOne, ToleratedFailureCount: 1 },
      'not support ToleratedFailureCount of a Map state',
    ],
    ['a heartbeat', { ...httpTask, HeartbeatSeconds: 5 }, 'not support HeartbeatSeconds of a Task state'],
    [
      'a JSONPath state',
      { ...pass, QueryLanguage: 'JSONPath' },
      'not support QueryLanguage JSONPath; it must be',
    ],
    [
      'a zero timeout',
      { ...httpTask, TimeoutSeconds: 0 },
      '/TimeoutSeconds: The value must be an integer from 1 to 99999999',
    ],
    [
      'a wait for a word',
      { Type: 'Wait', Seconds: 'ten', End: true },
      '/Seconds: The value must be an integer from 0',
    ],
    ['a wait without time', { Type: 'Wait', End: true }, 'MUST contain exactly one of "Seconds"'],
    [
      'a Map without processor',
      { Type: 'Map', End: true },
      "The field 'ItemProcessor' is required but was missing",
    ],
    ['a list of variables', { ...pass, Assign: [1] }, '/Assign is invalid. must be object'],
    ['a number for a state', 7, '/States/A: A state must be an object'],
  ])('%s is rejected', (_what, state, message) => {
    expect(findings({ A: state }).join('\n')).toContain(message);
  });

  test.each<[string, unknown, string]>([
    ['no rule', [], '/Choices is invalid. must NOT have fewer than 1 items'],
    ['a rule that leads nowhere', [{ Condition: '{% true %}' }], '/Choices/0 is invalid'],
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
      "/States/A/Choices/0/Variable: The field 'Variable' is only supported with QueryLanguage JSONPath",
      "/States/A/Choices/0/StringEquals: The field 'StringEquals' is not supported by a JSONata rule",
    ]);
  });

  test('an inline Map has no other setting than its mode', () => {
    const config = { Mode: 'INLINE', ExecutionType: 'STANDARD' };
    const processor = { ProcessorConfig: config, StartAt: 'B', States: { B: pass } };
    expect(findings({ A: { Type: 'Map', ItemProcessor: processor, End: true } })).toEqual([
      "/States/A/ItemProcessor/ProcessorConfig/ExecutionType: The field 'ExecutionType' is not supported by an inline ProcessorConfig",
    ]);
  });

  test('a machine without QueryLanguage is one of JSONPath and rejected by name', () => {
    expect(findings({ A: pass }, { QueryLanguage: undefined })).toEqual([
      '/States/A/QueryLanguage: local Step Functions does not support QueryLanguage JSONPath; it must be JSONata',
    ]);
  });

  test.each<[object, string]>([
    [{ Timeout: 5 }, "/Timeout: The field 'Timeout' is not supported by the state machine"],
    [
      { TimeoutSeconds: 0 },
      '/TimeoutSeconds: The value must be an integer from 1 to 99999999, or an expression',
    ],
    [{ Version: '2.0' }, '/Version: The value must be "1.0"'],
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
      "/States/A/Default: Missing 'Default' target: Z",
    ],
    [
      'Catch',
      { A: { ...httpTask, Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Z' }] } },
      'MISSING_TRANSITION_TARGET',
      "/States/A/Catch/0/Next: Missing 'Next' target: Z",
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
      '/States: The workflow does not have a terminal',
    ],
    [
      'Next and End',
      { A: { ...pass, Next: 'A' } },
      'SCHEMA_VALIDATION_FAILED',
      "'Next' and 'End' exclude each other",
    ],
  ])('%s: a way that leads nowhere is rejected', (_what, states, code, message) => {
    expect(findings(states).join('\n')).toContain(message);
    expect(validate(states)[0]!.code).toBe(code);
  });

  test('a missing or unknown StartAt is rejected', () => {
    expect(findings({ A: pass }, { StartAt: undefined })).toEqual([
      "/StartAt: The field 'StartAt' is required but was missing",
    ]);
    expect(findings({ A: pass }, { StartAt: 'Z' })).toEqual(["/StartAt: Missing 'StartAt' target: Z"]);
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
