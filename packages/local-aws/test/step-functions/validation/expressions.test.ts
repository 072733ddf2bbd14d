import { findings, httpTask, pass, validate } from './machine';

const output = (expression: string) => findings({ A: { ...pass, Output: expression } });

describe('expressions', () => {
  test.each([
    ['{% a[1,2) %}', 'Expected "]", got ","'],
    ['{% "unterminated %}', 'String literal must be terminated by a matching quote'],
    ['{% 1 + %}', 'Unexpected end of expression'],
    ['{% {"a":} %}', 'The symbol "}" cannot be used as a unary operator'],
    ['{% $match("a", /abc %}', 'No terminating / in regular expression'],
    ['{%  %}', 'Unexpected end of expression'],
  ])('%s is no JSONata, in the words of its parser', (Output, message) => {
    const location = '/States/A/Output';
    expect(validate({ A: { ...pass, Output } })).toEqual([
      { severity: 'ERROR', code: 'INVALID_JSONATA_EXPRESSION', message, location },
    ]);
  });

  test.each(['{% $states.input.a', ' $states.input.a %}'])('%j is opened or closed alone', (expression) => {
    expect(output(expression)).toEqual([
      '/States/A/Output: A JSONata expression must start with {% and end with %}, without spaces around them',
    ]);
  });

  test('$eval is rejected by name', () => {
    expect(output("{% $eval('1') %}")).toEqual([
      '/States/A/Output: $eval is not supported in Step Functions; use $parse',
    ]);
  });

  test('an error deep in a payload is reported with its location', () => {
    const states = { A: { ...pass, Assign: { list: ['fine', { key: '{% ) %}' }] } } };
    expect(findings(states)).toEqual([expect.stringContaining('/States/A/Assign/list[1]/key: ')]);
  });

  test('a variable or function that nobody assigns is accepted: it is nothing at run time', () => {
    expect(output('{% $unknown & $unknownFunction(1) %}')).toEqual([]);
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
      "/States/A/Arguments/RequestBody: Field '$states.result' does not exist.",
    ],
    [
      'a Pass has no result',
      { A: { ...pass, Output: read } },
      "/Output: Field '$states.result' does not exist.",
    ],
    [
      'a caught task has none either',
      catching({ Output: read }),
      "/Catch[0]/Output: Field '$states.result' does",
    ],
    [
      'no error was caught',
      { A: { ...httpTask, Output: caught } },
      "/Output: Field '$states.errorOutput' does not",
    ],
    [
      'nobody knows this field',
      { A: { ...pass, Output: '{% $states.inputs %}' } },
      "Field '$states.inputs' does not exist.",
    ],
  ])('%s', (_what, states, message) => {
    expect(findings(states).join('\n')).toContain(message);
  });
});

describe('variables', () => {
  test('those of a Map or a Parallel may not share their names with those around it', () => {
    const assign = { Type: 'Pass', Assign: { key: 1 }, Next: 'B' };
    const inner = { StartAt: 'I', States: { I: { ...pass, Assign: { key: 2 } } } };
    const message = 'The variable key is assigned in an outer scope and cannot be assigned in this one';
    expect(findings({ A: assign, B: { Type: 'Map', ItemProcessor: inner, End: true } })).toEqual([
      `/States/B/ItemProcessor/States/I/Assign/key: ${message}`,
    ]);
    expect(findings({ A: assign, B: { Type: 'Parallel', Branches: [inner], End: true } })).toEqual([
      `/States/B/Branches[0]/States/I/Assign/key: ${message}`,
    ]);
  });

  test.each(['states', 'a.b', '1st', 'x'.repeat(81)])('%j is no name of a variable', (name) => {
    expect(findings({ A: { ...pass, Assign: { [name]: 1 } } })).toEqual([
      expect.stringMatching(/is reserved|A variable name has/),
    ]);
  });
});
