import type { HistoryEventType } from '@aws-sdk/client-sfn';
import type { EventDetails, History } from './history';
import type { ExecutionOptions, ExecutionResult } from '../types';
import type { Variables } from './variables';
import type { Visit } from './visit';
import type { Json } from '../../json';

export interface RunningExecution {
  readonly options: ExecutionOptions;
  readonly history: History;
  readonly input: Json;
  readonly startTime: Date;
  /** This redrive, if it is one. */
  readonly redrive?: { readonly count: number; readonly time: Date };
  readonly runChild: (options: ExecutionOptions) => Promise<ExecutionResult>;
}

/** A path through the machine: the top level, or one iteration of a Map. */
export class Branch {
  /** The state it is in; undefined between two states. */
  current: Visit | undefined;
  /** The state that it entered last, or comes to next. */
  next: { readonly stateName: string; readonly input: Json } | undefined;

  constructor(
    readonly execution: RunningExecution,
    readonly variables: Variables,
    readonly signal: AbortSignal,
    /** The event that the next one follows. */
    public previousEventId: number,
    /** The `Map` part of the context object. */
    readonly mapContext?: Json,
  ) {}

  event(type: HistoryEventType, details?: EventDetails): number {
    this.previousEventId = this.execution.history.add(type, this.previousEventId, details);
    return this.previousEventId;
  }
}
