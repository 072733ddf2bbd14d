import { withController } from './abort';
import { Branch } from './branch';
import type { StateMachineDefinition } from './definition';
import { failureDetails, History } from './history';
import { checkSize } from '../data-limit';
import { asFailure } from './outcome';
import { StatesError, type Clock, type ExecutionOptions, type ExecutionResult } from '../types';
import { Variables } from './variables';
import { runWorkflow } from './workflow';
import { type Json } from '../../json';

/** The abort reason when the machine's own `TimeoutSeconds` has passed. */
const timedOut = new StatesError('States.Timeout', '');

/**
 * Runs one execution of a JSONata state machine to its end.
 *
 * @returns how it ended; failures of the execution are never thrown
 */
export async function execute(options: ExecutionOptions): Promise<ExecutionResult> {
  const history = new History(options.clock, options.onEvent);
  history.add('ExecutionStarted', 0, {
    executionStartedEventDetails: {
      input: options.input,
      inputDetails: { truncated: false },
      roleArn: options.roleArn,
    },
  });
  return withController(options.signal, async (controller) => {
    const timer = new AbortController();
    let branch: Branch | undefined;
    try {
      const machine = JSON.parse(options.definition) as StateMachineDefinition;
      const input = JSON.parse(options.input) as Json;
      checkSize(input, options.stateMachineName);
      if (machine.TimeoutSeconds !== undefined) {
        abortAfter(machine.TimeoutSeconds, controller, timer.signal, options.clock);
      }
      const execution = { options, history, input, startTime: options.clock.now() };
      branch = new Branch(execution, Variables.empty(), controller.signal, 0);
      const output = JSON.stringify(await runWorkflow(branch, machine, input));
      history.end('ExecutionSucceeded', branch.previousEventId, {
        executionSucceededEventDetails: { output, outputDetails: { truncated: false } },
      });
      return { status: 'SUCCEEDED', output };
    } catch (problem) {
      return ended(options, history, problem, branch?.previousEventId ?? 0);
    } finally {
      timer.abort();
    }
  });
}

/** Real seconds that a whole execution, with hundreds of calls, may need. */
const realSeconds = 60;

function abortAfter(seconds: number, controller: AbortController, timer: AbortSignal, clock: Clock): void {
  clock.timeout(seconds, timer, realSeconds).then(
    () => controller.abort(timedOut),
    () => undefined,
  );
}

/** In AWS the last event of a stopped or timed-out execution follows no event, and a timed-out one has no error. */
function ended(
  options: ExecutionOptions,
  history: History,
  problem: unknown,
  previousEventId: number,
): ExecutionResult {
  if (options.signal.aborted) {
    const { reason } = options.signal;
    const details = failureDetails(reason instanceof StatesError ? reason : undefined);
    history.end('ExecutionAborted', 0, { executionAbortedEventDetails: details });
    return { status: 'ABORTED', ...details };
  }
  if (problem === timedOut) {
    history.end('ExecutionTimedOut', 0, { executionTimedOutEventDetails: failureDetails(timedOut) });
    return { status: 'TIMED_OUT' };
  }
  const details = failureDetails(asFailure(problem));
  history.end('ExecutionFailed', previousEventId, { executionFailedEventDetails: details });
  return { status: 'FAILED', ...details };
}
