import { targetsOf } from './flow';
import type { Flow, Retrier, State } from './states';

/** The longest seconds before each further attempt; with full jitter a wait may be shorter. Defaults of the language. */
export function longestWaits({
  MaxAttempts,
  IntervalSeconds = 1,
  BackoffRate = 2,
  MaxDelaySeconds = Infinity,
}: Retrier): number[] {
  return Array.from({ length: MaxAttempts }, (_, retry) =>
    Math.min(IntervalSeconds * BackoffRate ** retry, MaxDelaySeconds),
  );
}

export const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0);

/** The longest seconds of a state: each attempt until its timeout, and each wait. Only calls of services take time. */
export function longestSeconds({ Type, TimeoutSeconds = Infinity, Retry = [] }: State): number {
  if (Type !== 'Task') {
    return 0;
  }
  const waits = Retry.flatMap(longestWaits);
  return (1 + waits.length) * TimeoutSeconds + sumOf(waits);
}

/** A stretch of a flow and the time that it may take. */
export interface Deadline {
  readonly from: string;
  /** The last state of it. @default - wherever the way ends */
  readonly to?: string;
  readonly seconds: number;
  /** What the time is, as in "the <name> has 840 s". */
  readonly name: string;
}

/** @throws if the states of a way, each at its longest, outlive the deadline */
export function checkDeadline(flow: Flow, { from, to, seconds, name }: Deadline): void {
  const way = longestWay(flow, from, to, []);
  const longest = secondsOf(flow, way);
  if (longest > seconds) {
    throw new Error(
      `The states ${way.join(', ')} take at most ${longest} s with all their retries, but ${name} has ${seconds} s: ` +
        'let them retry less, or time out earlier.',
    );
  }
}

const secondsOf = ({ States }: Flow, way: readonly string[]): number =>
  sumOf(way.map((name) => longestSeconds(States[name]!)));

/**
 * The way that takes longest, without errors that end a state early and without doing a task again. A Choice takes no time
 * and may lead on after another task.
 */
function longestWay(flow: Flow, at: string, to: string | undefined, before: readonly string[]): string[] {
  const way = [...before, at];
  const targets = at === to ? [] : targetsOf(flow.States[at]!, { caught: false });
  const ways = targets
    .filter((target) => !way.includes(target) || flow.States[target]!.Type === 'Choice')
    .map((target) => longestWay(flow, target, to, way));
  return ways.reduce(
    (longest, one) => (secondsOf(flow, one) > secondsOf(flow, longest) ? one : longest),
    way,
  );
}
