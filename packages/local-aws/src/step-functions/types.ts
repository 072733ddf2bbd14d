import type { HistoryEvent, InspectionData } from '@aws-sdk/client-sfn';
import type { Json } from '../json';

/** A failure with the error name and the cause that Step Functions would report. */
export class StatesError extends Error {
  constructor(
    readonly error: string,
    override readonly cause: string,
  ) {
    super(`${error}: ${cause}`);
  }
}

/** One attempt of a Task state. */
export interface TaskCall {
  /** The state's `Resource`. */
  readonly resource: string;
  /** Its evaluated `Arguments`. */
  readonly arguments: Json;
  /** ARN of the execution role; every call has its permissions. */
  readonly roleArn: string;
  readonly executionArn: string;
  readonly stateMachineArn: string;
  readonly stateName: string;
  /** Aborted when the state times out or the execution is stopped. */
  readonly signal: AbortSignal;
  /** To be called by a `.sync` integration with the response to its first call (history: TaskSubmitted). */
  readonly onSubmitted: (output: Json) => void;
  /** TestState looks at what an HTTP Task sends and receives. */
  readonly trace?: HttpTrace;
}

/** Receives the exchange of an HTTP Task. */
export interface HttpTrace {
  /** Whether what the connection adds to the request is shown. */
  readonly revealSecrets: boolean;
  readonly onExchange: (exchange: HttpExchange) => void;
}

/** An HTTP exchange in AWS's form of it ("InspectionDataRequest", "InspectionDataResponse"). */
export type HttpExchange = Pick<InspectionData, 'request' | 'response'>;

/** Runs one attempt of a Task state; throws a StatesError where the service fails or denies the call. */
export interface TaskRunner {
  (call: TaskCall): Promise<Json>;
  /**
   * Resolves when a task may begin, before its time counts, to what is to be called when it ended; rejects with the
   * signal's reason.
   *
   * @default - it may begin at once
   */
  readonly takePlace?: (resource: string, signal: AbortSignal) => Promise<() => void>;
}

/** Time as an execution sees it; waits and timeouts may be shorter than stated, the date is real. */
export interface Clock {
  now(): Date;
  /** Resolves after so many (scaled) seconds; rejects with the signal's reason when aborted. */
  sleep(seconds: number, signal?: AbortSignal): Promise<void>;
  /**
   * The same for a limit on work that takes real time, which is not scaled below what such work needs.
   *
   * @param realSeconds what the work needs at most. @default 3
   */
  timeout(seconds: number, signal?: AbortSignal, realSeconds?: number): Promise<void>;
}

export interface ExecutionOptions {
  /** A definition that the validation has accepted, as JSON text. */
  readonly definition: string;
  /** The input, as JSON text. */
  readonly input: string;
  readonly executionArn: string;
  readonly executionName: string;
  readonly stateMachineArn: string;
  readonly stateMachineName: string;
  readonly roleArn: string;
  readonly runTask: TaskRunner;
  readonly clock: Clock;
  /** Aborted by StopExecution; the reason may be a StatesError that carries its error and cause. */
  readonly signal: AbortSignal;
  /** Receives each history event as it happens, ids and timestamps set. */
  readonly onEvent: (event: HistoryEvent) => void;
  /** Redrives an execution that ended there, if `notRedrivable` has nothing against it. */
  readonly resumeFrom?: Snapshot;
  /** The Map Run that started this execution as its child. */
  readonly mapRunArn?: string;
  /**
   * Runs a child of a Distributed Map; the options lack only the child's `onEvent`, which ignores the events.
   *
   * @default `execute`
   */
  readonly runChild?: (options: ExecutionOptions) => Promise<ExecutionResult>;
  /**
   * Resolves if the execution role may do what Step Functions itself does with it, e.g. start a child.
   *
   * @throws StatesError
   * @default everything is allowed
   */
  readonly authorize?: (action: string, resource: string) => Promise<void>;
  /**
   * Resolves when the execution, or a child of a Distributed Map, may enter its next state: AWS delays transitions
   * above its quota.
   *
   * @default at once
   */
  readonly beforeState?: () => Promise<void>;
  /**
   * Whether `States.ALL` and `States.TaskFailed` match `States.DataLimitExceeded`. The developer guide says that they
   * do not ("Handling errors in Step Functions workflows"); a recording from AWS shows that `States.ALL` does.
   *
   * @default documented
   */
  readonly dataLimitReading?: 'documented' | 'recorded';
  /** TestState runs a state as an express execution would, which has no RedriveCount. */
  readonly testsState?: boolean;
}

export interface ExecutionResult {
  readonly status: 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
  /** Where it can be taken up again; undefined if it succeeded. */
  readonly snapshot?: Snapshot;
}

/** An execution at its unsuccessful end: all that a redrive needs, as plain data. */
export interface Snapshot {
  /** The state it was in, or came to next. */
  readonly stateName: string;
  /** The state's input. */
  readonly input: Json;
  readonly variables: Readonly<Record<string, Json>>;
  /** How the state was entered; undefined if it was not yet. */
  readonly entered?: { readonly eventId: number; readonly time: Date };
  /** The last run of the Distributed Map it was in. */
  readonly mapRun?: MapRun;
  readonly insideInlineMap: boolean;
  readonly lastEventId: number;
  readonly startTime: Date;
  readonly endTime: Date;
  /** Redrives until then. */
  readonly redriveCount: number;
}

/** A run of a Distributed Map: https://docs.aws.amazon.com/step-functions/latest/dg/concepts-examine-map-run.html */
export interface MapRun {
  readonly arn: string;
  readonly redriveCount: number;
  /** Of the children, in the order of the items. */
  readonly inputs: readonly Json[];
  /** Those that have ended, at their item's place. */
  readonly children: ({ readonly name: string; readonly result: ExecutionResult } | undefined)[];
}
