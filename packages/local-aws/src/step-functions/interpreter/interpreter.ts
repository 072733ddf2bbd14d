import { noLongerNeeded, withController } from './abort';
import { Branch } from './branch';
import { failureDetails, History } from './history';
import { checkSize } from '../data-limit';
import { asFailure } from './outcome';
import { parsedDefinition } from './parsed-definition';
import {
  StatesError,
  type Clock,
  type ExecutionOptions,
  type ExecutionResult,
  type Snapshot,
} from '../types';
import { Variables } from './variables';
import { runWorkflow } from './workflow';
import { type Json } from '../../json';

/** The abort reason when the machine's own `TimeoutSeconds` has passed. */
const timedOut = new StatesError('States.Timeout', '');

/**
 * Runs one execution of a JSONata state machine to its end, or redrives one.
 *
 * @returns how it ended; failures of the execution are never thrown
 */
export async function execute(options: ExecutionOptions): Promise<ExecutionResult> {
  const { resumeFrom, clock } = options;
  const history = new History(clock, options.onEvent, resumeFrom?.lastEventId);
  const previousEventId = resumeFrom ? redriven(history, resumeFrom) : started(history, options);
  const machine = parsedDefinition(options.definition);
  const input = JSON.parse(options.input) as Json;
  return withController(options.signal, async (controller) => {
    const timer = new AbortController();
    const execution = {
      options,
      history,
      input,
      startTime: resumeFrom?.startTime ?? clock.now(),
      ...(resumeFrom && { redrive: { count: resumeFrom.redriveCount + 1, time: clock.now() } }),
      runChild: options.runChild ?? execute,
    };
    const variables = Variables.of(resumeFrom?.variables);
    const branch = new Branch(execution, variables, controller.signal, previousEventId);
    const start = resumeFrom ?? { stateName: machine.StartAt, input };
    branch.next = start;
    try {
      checkSize(input, options.stateMachineName);
      // A redrive has the whole time again ("Redriving executions").
      if (machine.TimeoutSeconds !== undefined) {
        abortAfter(machine.TimeoutSeconds, controller, timer.signal, clock);
      }
      const output = JSON.stringify(await runWorkflow(branch, machine, start));
      history.end('ExecutionSucceeded', branch.previousEventId, {
        executionSucceededEventDetails: { output, outputDetails: { truncated: false } },
      });
      return { status: 'SUCCEEDED', output };
    } catch (problem) {
      const result = ended(options, history, problem, branch.previousEventId);
      return { ...result, snapshot: snapshotOf(branch) };
    } finally {
      timer.abort(noLongerNeeded);
    }
  });
}

/** @returns the event that the first state's follow; in AWS they follow none */
function started(history: History, { input, roleArn }: ExecutionOptions): number {
  history.add('ExecutionStarted', 0, {
    executionStartedEventDetails: { input, inputDetails: { truncated: false }, roleArn },
  });
  return 0;
}

function redriven(history: History, { lastEventId, redriveCount }: Snapshot): number {
  return history.add('ExecutionRedriven', lastEventId, {
    executionRedrivenEventDetails: { redriveCount: redriveCount + 1 },
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

function snapshotOf({ current, next, variables, execution }: Branch): Snapshot {
  const { history, startTime, redrive, options } = execution;
  return {
    ...next!,
    variables: variables.visible(),
    ...(current && { entered: current.entered }),
    ...(current?.mapRun && { mapRun: current.mapRun }),
    insideInlineMap: current?.iterating ?? false,
    lastEventId: history.lastEventId,
    startTime,
    endTime: options.clock.now(),
    redriveCount: redrive?.count ?? 0,
  };
}
