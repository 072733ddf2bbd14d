import { ControlRefused, type Control } from '@usage-billing/local-stripe/control';
import { CommandError } from '../../clients/command-error';
import type { FailureContext } from './failure';
import type { DemoFaults } from './demo-faults';

/** What `npm run demo:key` and `npm run demo:fault` ask a running demo for. */
export const demoControls = (
  { environment, services }: Pick<FailureContext, 'environment' | 'services'>,
  faults: DemoFaults,
): Readonly<Record<string, Control>> => ({
  key: () => ({ key: services.newKey(environment.stripeMode) }),
  faults: () => faults.list(),
  'set-fault': ({ name }) => refusing(() => faults.set(String(name))),
  'clear-faults': () => faults.clear(),
});

/** The sentence of a CommandError becomes the refusal that the asking command shows. */
async function refusing<T>(control: () => Promise<T>): Promise<T> {
  try {
    return await control();
  } catch (error) {
    throw error instanceof CommandError ? new ControlRefused(error.message) : error;
  }
}
