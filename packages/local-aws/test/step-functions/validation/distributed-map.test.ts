import { findings, pass } from './machine';

const distributed = { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' };

const mapOf = (fields: object = {}, config: object = distributed, state: object = pass, name = 'B') => ({
  Type: 'Map',
  Label: 'SendEach',
  ItemProcessor: { ProcessorConfig: config, StartAt: name, States: { [name]: state } },
  End: true,
  ...fields,
});

test('a Distributed Map over items of the state is accepted, with its limits as numbers or expressions', () => {
  const fields = {
    Items: '{% $states.input.items %}',
    ItemSelector: { item: '{% $states.context.Map.Item.Value %}' },
    Retry: [{ ErrorEquals: ['States.ExceedToleratedFailureThreshold'] }],
    Catch: [{ ErrorEquals: ['States.ALL'], Next: 'C' }],
  };
  const numbers = { MaxConcurrency: 20, ToleratedFailureCount: 3, ToleratedFailurePercentage: 12.5 };
  const expressions = Object.fromEntries(Object.keys(numbers).map((field) => [field, '{% 20 %}']));
  for (const limits of [numbers, expressions]) {
    expect(findings({ A: mapOf({ ...fields, ...limits }), C: pass })).toEqual([]);
  }
});

test.each<[string, object, string]>([
  [
    'ItemReader',
    { ItemReader: {} },
    '/States/A/ItemReader: local Step Functions does not support ItemReader of',
  ],
  [
    'ItemBatcher',
    { ItemBatcher: {} },
    '/States/A/ItemBatcher: local Step Functions does not support ItemBatcher',
  ],
  [
    'ResultWriter',
    { ResultWriter: {} },
    '/States/A/ResultWriter: local Step Functions does not support ResultW',
  ],
  [
    'no label',
    { Label: undefined },
    '/States/A/Label: local Step Functions does not support a Distributed Map',
  ],
  ['a label with a blank', { Label: 'send each' }, '/States/A/Label: A label has 1 to 40 characters'],
  ['a label of 41 characters', { Label: 'x'.repeat(41) }, '/States/A/Label: A label has 1 to 40 characters'],
  ['a count below 0', { ToleratedFailureCount: -1 }, '/ToleratedFailureCount: Minimum value is 0'],
  ['101 percent', { ToleratedFailurePercentage: 101 }, 'The value must be a number from 0 to 100'],
  ['a percentage in words', { ToleratedFailurePercentage: '9' }, 'The value must be a number from 0 to 100'],
])('a Distributed Map with %s is rejected', (_what, fields, message) => {
  expect(findings({ A: mapOf(fields) }).join('\n')).toContain(message);
});

test.each<[object, string]>([
  [{ Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' }, 'does not support child executions of type EXPRESS'],
  [{ Mode: 'DISTRIBUTED' }, '/ProcessorConfig: These fields are required: [ExecutionType]'],
  [{ Mode: 'ELSEWHERE' }, '/ProcessorConfig/Mode: Value should be one of the following: [INLINE,'],
  [{ ...distributed, Pace: 1 }, "/ProcessorConfig: Field 'Pace' is not supported"],
])('the ProcessorConfig %j is rejected', (config, message) => {
  expect(findings({ A: mapOf({}, config) }).join('\n')).toContain(message);
});

test.each(['Label', 'ToleratedFailureCount', 'ToleratedFailurePercentage'])(
  'an inline Map has no %s',
  (field) => {
    const states = { A: mapOf({ Label: undefined, [field]: 1 }, { Mode: 'INLINE' }) };
    expect(findings(states).join('\n')).toContain(`not support ${field} of a Map state`);
  },
);

test('a Distributed Map within a Map is rejected by name', () => {
  const states = { A: mapOf({}, distributed, mapOf({ Label: 'Inner' }, distributed, pass, 'C')) };
  expect(findings(states)).toEqual([
    '/States/A/ItemProcessor/States/B: local Step Functions does not support a Distributed Map within a Map',
  ]);
});

test('two Maps of one label are rejected: it names their children', () => {
  const states = { A: { ...mapOf({ Next: 'C' }), End: undefined }, C: mapOf({}, distributed, pass, 'D') };
  expect(findings(states)).toEqual(['/States/C/Label: The label SendEach is that of another Map']);
});
