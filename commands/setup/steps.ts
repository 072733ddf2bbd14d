import { CommandError, exitCodeOfInterrupt } from '../../clients/command-error';
import { TerraformError } from '../../clients/terraform/terraform-error';
import { errorSentence } from '../shared/error-sentence';

/** What was seen after a step. */
export interface Outcome {
  /** Whether there was nothing to do. */
  readonly wasDone: boolean;
  /** What shows that the step is done, as a sentence. */
  readonly seen: string;
}

/** One step of the first day. Run again after it is done, it changes nothing. */
export interface Step {
  readonly name: string;
  /** What it does, to follow its name. */
  readonly what: string;
  /**
   * Looks, asks, and does what is left to do.
   *
   * @throws if the step is not done
   */
  readonly run: () => Promise<Outcome>;
  /**
   * Whether an interruption need not wait for its end: at any point, what it changes is either changed or not.
   * @default - it is waited for, as Terraform must write its state
   */
  readonly canBeLeft?: boolean;
}

/** The operator interrupted the command. */
export class Stopped extends CommandError {
  constructor(message: string) {
    super(message, exitCodeOfInterrupt);
  }
}

/**
 * Runs steps one after the other, up to the first that fails.
 *
 * @param options.again the command that goes on after a failure
 * @throws CommandError with the sentence of the step that failed; Stopped if the signal came
 */
export async function runSteps(
  steps: readonly Step[],
  options: { say: (line: string) => void; again: string; signal: AbortSignal },
): Promise<void> {
  const { say, again, signal } = options;
  const goOn = `Run "${again}" again: it goes on from here.`;
  for (const [index, { name, what, run, canBeLeft }] of steps.entries()) {
    const place = `${index + 1}/${steps.length} ${name}`;
    say(`\n${place}: ${what}`);
    try {
      const { wasDone, seen } = await (canBeLeft ? orAborted(run(), signal) : run());
      say(`✓ ${place}: ${wasDone ? 'already done. ' : ''}${seen}`);
      signal.throwIfAborted();
    } catch (error) {
      throw signal.aborted
        ? new Stopped(`Stopped in step ${place}${whatIsLeft(error)} ${goOn}`)
        : new CommandError(`✗ ${place}: ${errorSentence(error)} ${goOn}`);
    }
  }
}

/** Terraform, too, releases its lock when it is stopped, or says that it could not. */
function whatIsLeft(error: unknown): string {
  return error instanceof TerraformError && error.errors.length > 0
    ? `: ${error.errors.join(' ')}`
    : '; nothing is left running or locked.';
}

/** The result, unless the signal comes first. */
function orAborted<T>(result: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    result.then(resolve, reject);
  });
}
