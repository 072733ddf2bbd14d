import type { InMemoryDynamoDb } from '../dynamodb/dynamodb';
import type { Execution } from './executions';
import type { Faults } from './faults';
import type { Outages } from './outages';
import type { StripeSide } from './stripe-side';
import type { Clock, TaskCall } from '@usage-billing/local-aws/step-functions/types';
import type { JsonObject } from '@usage-billing/local-aws/json';

/** What a Task state's call meets. */
export interface TaskWorld {
  readonly clock: Clock;
  readonly random: () => number;
  readonly dynamodb: InMemoryDynamoDb;
  readonly stripe: StripeSide;
  readonly faults: Faults;
  readonly outages: Outages;
  /** Stops the execution, also that of a Map Run's child. */
  readonly kill: (executionArn: string) => void;
  /** The execution with this ARN, or the one whose Map Run's child has it. */
  readonly executionOf: (executionArn: string) => Execution | undefined;
  /** Sees what a state has just done to a table. */
  readonly onWrite: (stateName: string, request: JsonObject) => void;
  /** Sees what a run of recovery publishes. */
  readonly onMetrics: (metrics: Metric[]) => void;
  readonly note: (call: TaskCall, text: string) => void;
}

export interface Metric {
  readonly MetricName: string;
  readonly Value: number;
}
