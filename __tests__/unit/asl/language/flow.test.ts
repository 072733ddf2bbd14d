import { flow } from '../../../../asl/src/language/flow';
import { jsonata } from '../../../../asl/src/language/jsonata';
import { stateMachine } from '../../../../asl/src/language/state-machine';
import { choice, distributedMap, pass, succeed } from '../../../../asl/src/language/states';

const end = succeed({ Output: 'done' });
const to = <const Target extends string>(Next: Target) => pass({ Assign: {}, Next });

test('a target that does not exist is a type error, and is told when rendering', () => {
  // @ts-expect-error Nowhere is no state.
  expect(() => flow({ StartAt: 'A', States: { A: to('Nowhere'), B: end } })).toThrow(
    'The state A leads to the state Nowhere, which does not exist.',
  );
  // @ts-expect-error Nowhere is no state.
  expect(() => flow({ StartAt: 'Nowhere', States: { B: end } })).toThrow(
    'StartAt leads to the state Nowhere',
  );
});

test('every way out of a Choice is followed, to its default too', () => {
  const A = choice({ Choices: [{ Condition: jsonata`true`, Next: 'B' }], Default: 'C' });
  expect(Object.keys(flow({ StartAt: 'A', States: { A, B: end, C: end } }).States)).toEqual(['A', 'B', 'C']);
});

test('a state to which no way leads is refused, since it was forgotten or should be gone', () => {
  expect(() => flow({ StartAt: 'A', States: { A: to('B'), B: end, C: to('B') } })).toThrow(
    'No way leads to the state C.',
  );
});

test('a state within a Map must not have the name of one outside, which Step Functions refuses', () => {
  const map = distributedMap({
    Label: 'Items',
    Items: jsonata`[]`,
    ItemSelector: {},
    MaxConcurrency: jsonata`1`,
    ItemProcessor: { ProcessorConfig: {}, ...flow({ StartAt: 'B', States: { B: end } }) },
    Next: 'B',
    needs: [],
  });
  const States = { A: map, B: end };
  expect(() => stateMachine({ Comment: '', TimeoutSeconds: 1, ...flow({ StartAt: 'A', States }) })).toThrow(
    'Two states have the name B.',
  );
});
