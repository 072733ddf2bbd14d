import type { Control } from '@usage-billing/local-stripe/control';
import type { FailureContext } from './failures';
import type { KeptFaults } from './kept-faults';

/** What `npm run demo:key` and `npm run demo:fault` ask a kept demo for. */
export const keptControls = (
  { environment, services }: Pick<FailureContext, 'environment' | 'services'>,
  faults: KeptFaults,
): Readonly<Record<string, Control>> => ({
  key: () => ({ key: services.newKey(environment.stripeMode) }),
  faults: () => faults.list(),
  'set-fault': ({ name }) => faults.set(String(name)),
  'clear-faults': () => faults.clear(),
});
