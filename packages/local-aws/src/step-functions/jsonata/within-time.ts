import { createContext, Script } from 'node:vm';
import { timeLimitExceeded } from './evaluation-error';

const sandbox: { run: () => unknown } = { run: () => undefined };
const context = createContext(sandbox);
const script = new Script('run()');

/**
 * Runs code that cannot be interrupted otherwise, such as a regular expression that backtracks for hours.
 *
 * @throws EvaluationError when the time is over
 */
export function withinTime<T>(milliseconds: number, run: () => T): T {
  sandbox.run = run;
  try {
    return script.runInContext(context, { timeout: Math.ceil(milliseconds) }) as T;
  } catch (problem) {
    if ((problem as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') {
      throw { ...timeLimitExceeded };
    }
    throw problem;
  }
}
