import type { HistoryEvent } from '@aws-sdk/client-sfn';
import type { Clock, ExecutionResult, TaskRunner } from '../types';
import type { StateMachineRevision } from './state-machine-revision';

export interface Execution {
  readonly arn: string;
  readonly name: string;
  readonly input: string;
  readonly startDate: Date;
  /** The state machine as it was when the execution started. */
  readonly stateMachine: StateMachineRevision;
  readonly history: HistoryEvent[];
  /** The Map Run that started it, if it is a child. */
  readonly mapRunArn?: string;
  redriveCount: number;
  /** The last redrive, and the token by which a repeated request is known. */
  redrive?: { readonly date: Date; readonly clientToken?: string | undefined };
  /** Undefined while it runs. */
  end?: ExecutionResult & { readonly stopDate: Date };
}

/** Observes an execution, for its log and its metrics. */
export interface ExecutionObserver {
  onEvent(event: HistoryEvent): void;
  /** The execution counts as ended when this resolves. */
  onEnd(result: ExecutionResult, stopDate: Date): Promise<void>;
}

export interface ExecutionEnvironment {
  readonly runTask: TaskRunner;
  readonly clock: Clock;
  /** Once for the execution and once for each redrive. */
  readonly observe: (execution: Execution) => ExecutionObserver;
  /** @throws StatesError if the execution role's policies do not allow it */
  readonly authorize: (roleArn: string, action: string, resource: string) => Promise<void>;
}
