import type { InspectionErrorDetails, TestExecutionStatus } from '@aws-sdk/client-sfn';
import { noLongerNeeded, withController } from './abort';
import { Branch } from './branch';
import type { State } from './definition';
import { History } from './history';
import { asFailure, leaveCaught, type StateOutcome } from './outcome';
import { matches } from './retry';
import { StatesError, type ExecutionOptions } from '../types';
import { Variables } from './variables';
import { Visit } from './visit';
import { runState } from './workflow';
import type { Json } from '../../json';

/** A test ends after so long: https://docs.aws.amazon.com/step-functions/latest/apireference/API_TestState.html */
const maximumSeconds = 300;

/** Real seconds that one task may need on a busy machine. */
const realSeconds = 60;

export interface StateTest {
  readonly name: string;
  /** A state of any type but Map and Parallel. */
  readonly state: State;
  readonly variables: Readonly<Record<string, Json>>;
  /** As for an execution; the definition is not looked at. */
  readonly options: ExecutionOptions;
}

export interface StateTestResult {
  readonly status: TestExecutionStatus;
  readonly output?: Json;
  readonly failure?: StatesError;
  readonly nextState?: string;
  /** Which retrier or catcher the failure meets. */
  readonly errorDetails?: InspectionErrorDetails;
  /** All of them after the state. */
  readonly variables: Readonly<Record<string, Json>>;
}

/** Attempts a state once: a failure that would be retried is only told, one that is caught leads to the catcher's output. */
export function testState({ name, state, variables, options }: StateTest): Promise<StateTestResult> {
  const { clock } = options;
  return withController(options.signal, async (controller) => {
    const timer = new AbortController();
    const timeout = new StatesError('States.Timeout', '');
    clock.timeout(maximumSeconds, timer.signal, realSeconds).then(
      () => controller.abort(timeout),
      () => undefined,
    );
    const input = JSON.parse(options.input) as Json;
    const execution = {
      options,
      history: new History(clock, options.onEvent),
      input,
      startTime: clock.now(),
      runChild: () => Promise.reject(new Error('A state under test starts no children.')),
    };
    const branch = new Branch(execution, Variables.of(variables), controller.signal, 0);
    const visit = new Visit(branch, name, { ...state, Retry: [], Catch: [] }, input);
    try {
      return left('SUCCEEDED', visit, await runState(visit));
    } catch (problem) {
      return await failed(visit, state, asFailure(controller.signal.aborted ? timeout : problem));
    } finally {
      timer.abort(noLongerNeeded);
    }
  });
}

function left(status: TestExecutionStatus, { branch }: Visit, outcome: StateOutcome): StateTestResult {
  branch.variables.assign(outcome.assigned);
  return {
    status,
    output: outcome.output,
    ...(outcome.next !== undefined && { nextState: outcome.next }),
    variables: branch.variables.visible(),
  };
}

async function failed(visit: Visit, state: State, failure: StatesError): Promise<StateTestResult> {
  const { Retry: retriers = [], Catch: catchers = [] } = state;
  const meets = ({ ErrorEquals }: { ErrorEquals: readonly string[] }) =>
    matches(ErrorEquals, failure.error, visit.branch.execution.options.dataLimitReading);
  const variables = visit.branch.variables.visible();
  const retryIndex = retriers.findIndex(meets);
  const retrier = retriers[retryIndex];
  if (retrier && (retrier.MaxAttempts ?? 3) > 0) {
    const errorDetails = { retryIndex, retryBackoffIntervalSeconds: retrier.IntervalSeconds ?? 1 };
    return { status: 'RETRIABLE', failure, errorDetails, variables };
  }
  const catchIndex = catchers.findIndex(meets);
  if (catchIndex < 0) {
    return { status: 'FAILED', failure, variables };
  }
  try {
    const outcome = await leaveCaught(visit, catchers[catchIndex]!, catchIndex, failure);
    return { ...left('CAUGHT_ERROR', visit, outcome), failure, errorDetails: { catchIndex } };
  } catch (problem) {
    return { status: 'FAILED', failure: asFailure(problem), variables };
  }
}
