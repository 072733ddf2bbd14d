import type { Environment } from '../settings/environments';
import type { DeployedArns } from './deployed-values';

/** What both state machines, their roles and their alarms are made of. */
export interface MachineInputs {
  readonly environment: Environment;
  readonly deployed: DeployedArns;
  /** The topic that the alarms notify. */
  readonly topicArn: string;
  /** Where the alarms send whoever receives them. */
  readonly runbook: string;
  /** What every role has that the workflows may write; undefined where none may. */
  readonly boundary: { readonly permissionsBoundaryArn: string } | undefined;
}
