import { partsOfArn } from '../../arn';
import { noLongerNeeded, untilAborted, withController } from './abort';
import { failureDetails } from './history';
import { asFailure, attempts, leave, type StateOutcome } from './outcome';
import { checkSize } from '../data-limit';
import { splitResource } from '../resource';
import { StatesError } from '../types';
import type { Visit } from './visit';
import { type Json } from '../../json';

export function runTaskState(visit: Visit): Promise<StateOutcome> {
  return attempts(visit, async () => {
    const { state, input, branch } = visit;
    const leavePlace = await branch.execution.options.runTask.takePlace?.(
      state.Resource ?? '',
      branch.signal,
    );
    try {
      const result = await call(visit, await visit.evaluate(state.Arguments ?? input, 'Arguments'));
      return await leave(visit, state, { extra: { result }, otherwise: result, next: state.Next });
    } finally {
      leavePlace?.();
    }
  });
}

/** Calls the integration, with the events of one attempt. */
async function call(visit: Visit, args: Json): Promise<Json> {
  const { branch, state } = visit;
  const task = splitResource(state.Resource ?? '');
  const seconds = async (field: 'TimeoutSeconds' | 'HeartbeatSeconds') =>
    state[field] === undefined ? undefined : visit.evaluateInteger(state[field], field);
  const timeoutSeconds = await seconds('TimeoutSeconds');
  // Nothing that runs here sends heartbeats: those of an activity or a task token alone can be missed.
  const heartbeatSeconds = await seconds('HeartbeatSeconds');
  checkSize(args, task.resourceType);
  branch.event('TaskScheduled', {
    taskScheduledEventDetails: {
      ...task,
      region: partsOfArn(branch.execution.options.stateMachineArn).region,
      parameters: JSON.stringify(args),
      ...(timeoutSeconds !== undefined && { timeoutInSeconds: timeoutSeconds }),
      ...(heartbeatSeconds !== undefined && { heartbeatInSeconds: heartbeatSeconds }),
    },
  });
  branch.event('TaskStarted', { taskStartedEventDetails: task });
  try {
    const result = await run(visit, args, timeoutSeconds);
    checkSize(result, task.resourceType);
    branch.event('TaskSucceeded', {
      taskSucceededEventDetails: {
        ...task,
        output: JSON.stringify(result),
        outputDetails: { truncated: false },
      },
    });
    return result;
  } catch (problem) {
    branch.signal.throwIfAborted();
    const failure = asFailure(problem);
    const details = { ...task, ...failureDetails(failure) };
    if (failure === timedOut) {
      branch.event('TaskTimedOut', { taskTimedOutEventDetails: details });
    } else {
      branch.event('TaskFailed', { taskFailedEventDetails: details });
    }
    throw failure;
  }
}

/** The abort reason when the state's own `TimeoutSeconds` have passed. */
const timedOut = new StatesError('States.Timeout', '');

/** Real seconds that a task may need on a busy machine: more than its HTTP request alone. */
const realSeconds = 15;

/** Runs the task until it ends, times out or is aborted; it does not wait for a task that ignores its signal. */
function run(visit: Visit, args: Json, timeoutSeconds: number | undefined): Promise<Json> {
  const { branch, state } = visit;
  const { options } = branch.execution;
  return withController(branch.signal, async (controller) => {
    const timer = new AbortController();
    if (timeoutSeconds !== undefined) {
      options.clock.timeout(timeoutSeconds, timer.signal, realSeconds).then(
        () => controller.abort(timedOut),
        () => undefined,
      );
    }
    let running = true;
    const submitted = (output: Json) => {
      if (running) {
        branch.event('TaskSubmitted', {
          taskSubmittedEventDetails: {
            ...splitResource(state.Resource ?? ''),
            output: JSON.stringify(output),
            outputDetails: { truncated: false },
          },
        });
      }
    };
    try {
      const task = options.runTask({
        resource: state.Resource ?? '',
        arguments: args,
        roleArn: options.roleArn,
        executionArn: options.executionArn,
        stateMachineArn: options.stateMachineArn,
        stateName: visit.name,
        signal: controller.signal,
        onSubmitted: submitted,
      });
      return await untilAborted(task, controller.signal);
    } finally {
      running = false;
      timer.abort(noLongerNeeded);
    }
  });
}
