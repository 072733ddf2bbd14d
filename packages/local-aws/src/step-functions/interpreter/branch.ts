import type { HistoryEventType } from '@aws-sdk/client-sfn';
import type { State, Workflow } from './definition';
import type { EventDetails, History } from './history';
import type { ExecutionOptions, ExecutionResult, MapRun, Snapshot } from '../types';
import type { Variables } from './variables';
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

/** The state that a branch is in, and how far it came in it. */
interface CurrentState {
  readonly state: State;
  readonly entered: NonNullable<Snapshot['entered']>;
  /** The last run of a Distributed Map. */
  readonly mapRun: MapRun | undefined;
  /** Whether an inline Map has started iterations. */
  readonly iterating: boolean;
}

/** A path through the machine: the top level, one iteration of a Map or a branch of a Parallel. */
export class Branch {
  /** Undefined between two states. */
  current: CurrentState | undefined;
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

/** Runs a workflow in a branch, from this state on. */
export type RunWorkflow = (
  branch: Branch,
  workflow: Workflow,
  start: { stateName: string; input: Json },
) => Promise<Json>;

/** The event of the state that a branch was in when another one failed; only these last. */
export function stateAborted({ current, execution, previousEventId }: Branch): void {
  const type = current?.state.Type;
  if (type === 'Task' || type === 'Wait' || type === 'Map' || type === 'Parallel') {
    execution.history.add(`${type}StateAborted`, previousEventId);
  }
}
