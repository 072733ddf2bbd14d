import jsonata from 'jsonata';
import { registerFunctions } from '../../../../../local/step-functions/interpreter/functions';
import { jsonataFunctions } from '../../../../../local/step-functions/validation/jsonata-names';
import { findings, httpTask, pass } from './machine';

const output = (expression: string) => findings({ A: { ...pass, Output: expression } });

describe('expressions', () => {
  test.each([
    ['{% $sum([1, 2) %}', 'Not a JSONata expression: '],
    ['{% 1 ?: 2 %}', 'Not a JSONata expression: '],
    ['{% $states.input.a', 'must start with {% and end with %}'],
    [' $states.input.a %}', 'must start with {% and end with %}'],
    ["{% $eval('1') %}", '$eval is not supported in Step Functions; use $parse'],
    ['{% $unknownFunction(1) %}', 'The variable $unknownFunction is assigned on no way to this state'],
  ])('%s is rejected', (expression, message) => {
    expect(output(expression)).toEqual([expect.stringContaining(`/States/A/Output: `)]);
    expect(output(expression)[0]).toContain(message);
  });

  test('an error deep in a payload is reported with its location', () => {
    const states = { A: { ...pass, Assign: { list: ['fine', { key: '{% ) %}' }] } } };
    expect(findings(states)).toEqual([expect.stringContaining('/States/A/Assign/list/1/key: Not a JSONata')]);
  });

  test('names that the expression binds itself are no variables of the machine', () => {
    expect(output('{% ( $f := function($x, $i) { $x * $i }; $map([1], $f) ) %}')).toEqual([]);
    expect(output('{% $states.input.a@$a.b#$i.{ "x": $a, "i": $i } %}')).toEqual([]);
    expect(output('{% $states.input.keys[$type($) = "string"].$uppercase($) %}')).toEqual([]);
  });

  test('every function that is taken for known exists, so that none is let through to fail at run time', async () => {
    const missing: string[] = [];
    for (const name of jsonataFunctions) {
      const expression = jsonata(`$type($${name})`);
      registerFunctions(expression);
      if ((await expression.evaluate(undefined)) !== 'function') {
        missing.push(name);
      }
    }
    expect(missing).toEqual([]);
  });
});

describe('$states', () => {
  const read = '{% $states.result.Item %}';
  const caught = '{% $states.errorOutput.Cause %}';
  const catching = (fields: object) => ({
    A: { ...httpTask, Catch: [{ ErrorEquals: ['States.ALL'], Next: 'B', ...fields }] },
    B: pass,
  });

  test('a result is readable in Output and Assign of a Task, an error in those of a catcher', () => {
    expect(findings({ A: { ...httpTask, Output: read, Assign: { x: read } } })).toEqual([]);
    expect(findings(catching({ Output: caught, Assign: { x: caught } }))).toEqual([]);
  });

  test.each<[string, object, string]>([
    [
      'the result before there is one',
      { A: { ...httpTask, Arguments: { ...httpTask.Arguments, RequestBody: read } } },
      '/States/A/Arguments/RequestBody: $states.result is not accessible here',
    ],
    [
      'a Pass has no result',
      { A: { ...pass, Output: read } },
      '/Output: $states.result is not accessible here',
    ],
    ['a caught task has none either', catching({ Output: read }), '/Catch/0/Output: $states.result is not'],
    ['no error was caught', { A: { ...httpTask, Output: caught } }, '/Output: $states.errorOutput is not'],
    [
      'nobody knows this field',
      { A: { ...pass, Output: '{% $states.inputs %}' } },
      '$states.inputs is not accessible',
    ],
  ])('%s', (_what, states, message) => {
    expect(findings(states).join('\n')).toContain(message);
  });
});

describe('variables', () => {
  const use = { ...pass, Output: '{% $key %}' };
  const assign = { Type: 'Pass', Assign: { key: 1 }, Next: 'B' };
  const unassigned = ': The variable $key is assigned on no way to this state';

  test('a variable is known after the state that assigns it', () => {
    expect(findings({ A: assign, B: use })).toEqual([]);
  });

  test('not in that state itself, where its value would still be missing', () => {
    expect(findings({ A: { ...assign, Output: '{% $key %}' }, B: pass })).toEqual([
      `/States/A/Output${unassigned}`,
    ]);
  });

  test('not before it, unless a loop leads back', () => {
    const loop = (Default: string) => ({
      A: { Type: 'Pass', Output: '{% $key %}', Next: 'B' },
      B: { Type: 'Pass', Assign: { key: 1 }, Next: 'C' },
      C: { Type: 'Choice', Choices: [{ Condition: '{% true %}', Next: 'D' }], Default },
      D: pass,
    });
    expect(findings(loop('D'))).toEqual([`/States/A/Output${unassigned}`]);
    expect(findings(loop('A'))).toEqual([]);
  });

  test('a caught error does not assign what the task would have', () => {
    const task = {
      ...httpTask,
      Assign: { key: 1 },
      Catch: [{ ErrorEquals: ['States.ALL'], Assign: { error: 1 }, Next: 'B' }],
    };
    expect(findings({ A: task, B: use })).toEqual([`/States/B/Output${unassigned}`]);
    expect(findings({ A: task, B: { ...pass, Output: '{% $error %}' } })).toEqual([]);
  });

  test('a rule of a Choice assigns its own variables, Default those of the state', () => {
    const choice = (rule: object, state: object) => ({
      A: {
        Type: 'Choice',
        Choices: [{ Condition: '{% true %}', Next: 'B', ...rule }],
        Default: 'C',
        ...state,
      },
      B: use,
      C: { ...pass, Output: '{% $other %}' },
    });
    expect(findings(choice({ Assign: { key: 1 } }, { Assign: { other: 1 } }))).toEqual([]);
    expect(findings(choice({}, { Assign: { key: 1, other: 1 } }))).toEqual([`/States/B/Output${unassigned}`]);
  });

  test('a Map reads the variables around it; its own end with it and may not share their names', () => {
    const map = (inner: object, End?: object) => ({
      A: assign,
      B: { Type: 'Map', ItemProcessor: { StartAt: 'I', States: { I: inner } }, ...(End ?? { End: true }) },
      ...(End && { C: { ...pass, Output: '{% $inner %}' } }),
    });
    expect(findings(map(use))).toEqual([]);
    expect(findings(map({ ...pass, Assign: { inner: 1 } }, { Next: 'C' }))).toEqual([
      '/States/C/Output: The variable $inner is assigned on no way to this state',
    ]);
    expect(findings(map({ ...pass, Assign: { key: 2 } }))).toEqual([
      '/States/B/ItemProcessor/States/I/Assign/key: The variable key is assigned in an outer scope and cannot be ' +
        'assigned in this one',
    ]);
  });

  test.each(['states', 'a.b', '1st', 'x'.repeat(81)])('%j is no name of a variable', (name) => {
    expect(findings({ A: { ...pass, Assign: { [name]: 1 } } })).toEqual([
      expect.stringMatching(/is reserved|A variable name has/),
    ]);
  });
});
