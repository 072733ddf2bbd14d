import { isDeepStrictEqual } from 'node:util';
import type { LoggingConfiguration, TracingConfiguration } from '@aws-sdk/client-sfn';

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
}

export function withDefaults(logging: LoggingConfiguration | undefined): LoggingConfiguration {
  return { level: 'OFF', includeExecutionData: false, ...logging };
}

/** Whether creating the second is creating the first again. Role and tags do not count: https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachine.html */
export function isSame(a: StateMachineRevision, b: StateMachineRevision): boolean {
  return isDeepStrictEqual(
    [a.definition, a.loggingConfiguration, a.tracingConfiguration],
    [b.definition, b.loggingConfiguration, b.tracingConfiguration],
  );
}
