import { flow } from '../language/flow';
import { stateMachine } from '../language/state-machine';
import { workOnItems } from './items';
import { checkMeter, findMeter } from './meter';
import { checkAllMeasured, measureOpenItems, publishMetrics, runEndedEarly } from './metrics';
import { checkDueItems, queryDueItems, releaseLease, takeLease } from './run';

export const recovery = stateMachine({
  Comment:
    'Sends every meter event that is still open and compares what Stripe counted with the ledger. Started at regular ' +
    'intervals; runs and children may overlap or be killed at any moment, because every item is claimed before it is ' +
    'worked on.',
  TimeoutSeconds: 2 * 60 * 60,
  ...flow({
    StartAt: 'QueryDueItems',
    States: {
      QueryDueItems: queryDueItems,
      CheckDueItems: checkDueItems,
      TakeLease: takeLease,
      FindMeter: findMeter,
      CheckMeter: checkMeter,
      WorkOnItems: workOnItems,
      ReleaseLease: releaseLease,
      MeasureOpenItems: measureOpenItems,
      CheckAllMeasured: checkAllMeasured,
      PublishMetrics: publishMetrics,
      RunEndedEarly: runEndedEarly,
    },
  }),
});
