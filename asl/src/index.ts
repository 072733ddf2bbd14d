import type { StateMachine } from './language/state-machine';
import { orchestrator } from './orchestrator';
import { recovery } from './recovery';

/** What `npm run asl` renders, by its file in `asl/`. */
export const definitions: Readonly<Record<string, StateMachine>> = {
  'ServiceProcessingOrchestrator.asl.json': orchestrator,
  'StripeMeterEventRecovery.asl.json': recovery,
};
