import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { partsOfArn } from '../../arn';
import type {
  CreateStateMachineInput,
  LoggingConfiguration,
  TracingConfiguration,
  UpdateStateMachineInput,
} from '@aws-sdk/client-sfn';

/** A state machine as it stands until the next update, which replaces it: an execution keeps what it started with. */
export interface StateMachineRevision {
  readonly arn: string;
  readonly name: string;
  readonly definition: string;
  readonly roleArn: string;
  readonly creationDate: Date;
  readonly updateDate: Date;
  readonly loggingConfiguration: LoggingConfiguration;
  readonly tracingConfiguration: TracingConfiguration;
  /** Given by an update; a new machine has none. */
  readonly revisionId?: string;
  /** The published version, and the alias, by which an execution was started. */
  readonly versionArn?: string;
  readonly aliasArn?: string;
  /** The machine itself, if this is one of its Distributed Maps: its children run with the machine's own ARN. */
  readonly parentArn?: string;
}

/** What the children of a Distributed Map run: the ARN is qualified by the Map's label, `…:stateMachine:Name/Label`. */
export function childRevision(
  machine: StateMachineRevision,
  childArn: string,
  definition: string,
): StateMachineRevision {
  const label = labelOf(childArn);
  return { ...machine, arn: `${machine.arn}/${label}`, definition, parentArn: machine.arn };
}

/** The label in a child's ARN, `…:execution:Name/Label:ChildName`. */
export function labelOf(childArn: string): string {
  return partsOfArn(childArn).resource.split(/[:/]/)[2] ?? '';
}

/** The first revision of a state machine in this account and region. */
export function createdRevision(
  { accountId, region }: { readonly accountId: string; readonly region: string },
  input: CreateStateMachineInput,
): StateMachineRevision {
  const name = input.name ?? '';
  const now = new Date();
  return {
    arn: `arn:aws:states:${region}:${accountId}:stateMachine:${name}`,
    name,
    definition: input.definition ?? '',
    roleArn: input.roleArn ?? '',
    creationDate: now,
    updateDate: now,
    loggingConfiguration: withDefaults(input.loggingConfiguration),
    tracingConfiguration: input.tracingConfiguration ?? { enabled: false },
  };
}

/** The revision that an update makes of this one: what the update does not name stays. */
export function updatedRevision(
  existing: StateMachineRevision,
  { definition, roleArn, loggingConfiguration, tracingConfiguration }: UpdateStateMachineInput,
): StateMachineRevision {
  return {
    ...existing,
    definition: definition ?? existing.definition,
    roleArn: roleArn ?? existing.roleArn,
    loggingConfiguration: loggingConfiguration
      ? withDefaults(loggingConfiguration)
      : existing.loggingConfiguration,
    tracingConfiguration: tracingConfiguration ?? existing.tracingConfiguration,
    updateDate: new Date(),
    revisionId: randomUUID(),
  };
}

function withDefaults(logging: LoggingConfiguration | undefined): LoggingConfiguration {
  return { level: 'OFF', includeExecutionData: false, ...logging };
}

/** Whether an update has changed nothing. */
export function isUnchanged(a: StateMachineRevision, b: StateMachineRevision): boolean {
  return isSame(a, b) && a.roleArn === b.roleArn;
}

/** Whether creating the second is creating the first again. Role and tags do not count: https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachine.html */
export function isSame(a: StateMachineRevision, b: StateMachineRevision): boolean {
  return isDeepStrictEqual(
    [a.definition, a.loggingConfiguration, a.tracingConfiguration],
    [b.definition, b.loggingConfiguration, b.tracingConfiguration],
  );
}
