import { CommandError } from '../../clients/command-error';
import { failureNames, type FailureName } from './failure-names';
import type { Ending, Failure, FailureContext } from './failure';
import { failureNamed, failures } from './failures';

/** The faults of a running demo, which another terminal lists, sets and clears with `npm run demo:fault`. */
export class DemoFaults {
  private readonly endings = new Map<FailureName, Ending>();

  constructor(private readonly context: FailureContext) {}

  /** Remembers what ends a failure that has happened. */
  remember(name: FailureName, ending: Ending | void): void {
    if (ending) {
      this.endings.set(name, ending);
    }
  }

  /** What is in force, one line for each. */
  list(): string[] {
    return [...this.endings.keys()].map((name) => `${name}: ${failures[name].title}`);
  }

  /**
   * Makes a failure happen.
   *
   * @returns what happens now, what repairs it, and where it is explained
   * @throws CommandError if there is no such failure, or if it comes from what is uploaded
   */
  async set(name: string): Promise<string[]> {
    const failure = failureNamed(name);
    if (!failure || !isSettable(failure)) {
      const settable = failureNames.filter((known) => isSettable(failures[known]));
      const why = failure
        ? `"${name}" comes from what is uploaded: run npm run demo -- --keep --fail ${name}`
        : `"${name}" is no failure`;
      throw new CommandError(`${why}. What can be set here: ${settable.join(', ')}.`);
    }
    await this.endings.get(failure.name)?.();
    this.remember(failure.name, await failure.arrange?.(this.context));
    return [
      `${failure.name}: ${failure.title}, from the next file on.`,
      ...(failure.repair?.(this.context.environment) ?? []).map((command) => `To repair it: ${command}`),
      `Explained in docs/runbook.md${failure.runbook}`,
    ];
  }

  /** Ends all that is in force. */
  async clear(): Promise<string[]> {
    const cleared = this.list();
    for (const ending of this.endings.values()) {
      await ending();
    }
    this.endings.clear();
    return cleared;
  }
}

const isSettable = ({ arrange, change }: Failure) => arrange !== undefined && change === undefined;
