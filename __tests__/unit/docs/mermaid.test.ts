import { mermaidOf } from '../../helpers/mermaid';

test('a Map is drawn with the states that each item goes through', () => {
  const graph = mermaidOf({
    StartAt: 'Find',
    States: {
      Find: { Next: 'Each' },
      Each: {
        ItemProcessor: {
          StartAt: 'Claim',
          States: {
            Claim: { Next: 'Send', Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Skip' }] },
            Send: {},
            Skip: {},
          },
        },
        Next: 'Check',
        Catch: [{ ErrorEquals: ['States.ExceedToleratedFailureThreshold'], Next: 'Failed' }],
      },
      Check: { Choices: [{ Next: 'Find' }, { Next: 'Find' }], Default: 'Done' },
      Done: {},
      Failed: {},
    },
  });
  expect(graph).toBe(
    [
      'flowchart TD',
      '  start([Start]) --> Find',
      '  Find --> Each',
      '  subgraph Each [Each, for each item]',
      '    Claim',
      '    Claim --> Send',
      '    Claim -.-> Skip',
      '  end',
      '  Each --> Check',
      '  Each -. ExceedToleratedFailureThreshold .-> Failed',
      '  Check --> Find',
      '  Check --> Done',
    ].join('\n'),
  );
});
