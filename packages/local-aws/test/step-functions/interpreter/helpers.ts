import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { execute } from '../../../src/step-functions/interpreter/interpreter';
import type {
  Clock,
  ExecutionOptions,
  ExecutionResult,
  Snapshot,
  TaskCall,
} from '../../../src/step-functions/types';
import type { Json } from '../../../src/json';

/** A clock that jumps to the next sleeper's time as soon as nothing else can run. */
export class FakeClock implements Clock {
  readonly slept: number[] = [];
  private milliseconds = Date.parse('2026-01-01T00:00:00.000Z');
  private readonly sleepers = new Map<() => void, number>();

  /** How many still sleep. */
  get sleeping(): number {
    return this.sleepers.size;
  }

  now(): Date {
    return new Date(this.milliseconds);
  }

  timeout(seconds: number, signal?: AbortSignal): Promise<void> {
    return this.sleep(seconds, signal);
  }

  sleep(seconds: number, signal?: AbortSignal): Promise<void> {
    this.slept.push(seconds);
    return new Promise((resolve, reject) => {
      this.sleepers.set(resolve, this.milliseconds + seconds * 1000);
      signal?.addEventListener('abort', () => {
        this.sleepers.delete(resolve);
        reject(signal.reason);
      });
      setImmediate(() => this.wakeNext());
    });
  }

  private wakeNext(): void {
    const [next] = [...this.sleepers].sort(([, a], [, b]) => a - b);
    if (next) {
      const [wake, at] = next;
      this.sleepers.delete(wake);
      this.milliseconds = Math.max(this.milliseconds, at);
      wake();
    }
  }
}

export interface Ran {
  readonly result: ExecutionResult;
  /** Where a redrive goes on; undefined after a success. */
  readonly snapshot: Snapshot | undefined;
  readonly output: Json | undefined;
  readonly events: HistoryEvent[];
  readonly types: string[];
  readonly calls: TaskCall[];
  readonly clock: FakeClock;
  readonly children: RanChild[];
}

export interface RunOptions {
  readonly input?: Json;
  readonly runTask?: (call: TaskCall, attempt: number, clock: FakeClock) => Json | Promise<Json>;
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: HistoryEvent) => void;
  readonly machine?: object;
  /** Redrives an execution of the same machine. */
  readonly resumeFrom?: Snapshot;
  readonly clock?: FakeClock;
  readonly authorize?: ExecutionOptions['authorize'];
  readonly dataLimitReading?: ExecutionOptions['dataLimitReading'];
}

/** A child of a Distributed Map. */
export interface RanChild {
  readonly options: ExecutionOptions;
  readonly events: HistoryEvent[];
  readonly types: string[];
}

/** Runs a JSONata machine whose first state is the first of `states`. */
export async function run(states: Record<string, object>, options: RunOptions = {}): Promise<Ran> {
  const clock = options.clock ?? new FakeClock();
  const children: RanChild[] = [];
  const events: HistoryEvent[] = [];
  const calls: TaskCall[] = [];
  const definition = {
    QueryLanguage: 'JSONata',
    StartAt: Object.keys(states)[0],
    States: states,
    ...options.machine,
  };
  const { snapshot, ...result } = await execute({
    definition: JSON.stringify(definition),
    input: JSON.stringify(options.input ?? {}),
    executionArn: 'arn:aws:states:ap-northeast-1:123456789012:execution:Orchestrator:run-1',
    executionName: 'run-1',
    stateMachineArn: 'arn:aws:states:ap-northeast-1:123456789012:stateMachine:Orchestrator',
    stateMachineName: 'Orchestrator',
    roleArn: 'arn:aws:iam::123456789012:role/Orchestrator-role',
    runTask: async (call) => {
      calls.push(call);
      return (await options.runTask?.(call, calls.length, clock)) ?? {};
    },
    clock,
    signal: options.signal ?? new AbortController().signal,
    resumeFrom: options.resumeFrom,
    authorize: options.authorize,
    dataLimitReading: options.dataLimitReading,
    runChild(child) {
      const own: RanChild = { options: child, events: [], types: [] };
      children.push(own);
      return execute({
        ...child,
        onEvent(event) {
          own.events.push(event);
          own.types.push(event.type ?? '');
        },
      });
    },
    onEvent: (event) => {
      events.push(event);
      options.onEvent?.(event);
    },
  });
  const output = result.output === undefined ? undefined : (JSON.parse(result.output) as Json);
  return {
    result,
    snapshot,
    output,
    events,
    types: events.map((event) => event.type ?? ''),
    calls,
    clock,
    children,
  };
}

/** Runs a machine of one Pass state with this output. */
export async function evaluate(output: Json, input: Json = {}): Promise<Ran> {
  return run({ Say: { Type: 'Pass', Output: output, End: true } }, { input });
}

/** A Task state that ends the machine. */
export function task(fields: object = {}): object {
  return { Type: 'Task', Resource: 'arn:aws:states:::dynamodb:getItem', End: true, ...fields };
}
