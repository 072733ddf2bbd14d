import { leave, type StateOutcome } from './outcome';
import { StatesError } from '../types';
import type { Visit } from './visit';

/** A date and time with its offset, as AWS requires for a Wait. */
const timestampFormat = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/** Pass and Succeed: without an `Output`, the input is the output. */
export function runPassState(visit: Visit): Promise<StateOutcome> {
  return leave(visit, visit.state, { otherwise: visit.input, next: visit.state.Next });
}

export async function runChoiceState(visit: Visit): Promise<StateOutcome> {
  const { state, input } = visit;
  for (const [index, rule] of (state.Choices ?? []).entries()) {
    if (await visit.evaluateAs('boolean', rule.Condition, `Choices[${index}]/Condition`)) {
      return leave(visit, rule, { location: `Choices[${index}]/`, otherwise: input, next: rule.Next });
    }
  }
  if (state.Default === undefined) {
    // AWS documents States.NoChoiceMatched.
    throw visit.failure(
      'States.Runtime',
      'Failed to transition out of the state. The state does not point to a next state.',
    );
  }
  return leave(visit, state, { otherwise: input, next: state.Default });
}

export async function runWaitState(visit: Visit): Promise<StateOutcome> {
  const { state, branch, input } = visit;
  const { clock } = branch.execution.options;
  await clock.sleep(await waitSeconds(visit), branch.signal);
  return leave(visit, state, { otherwise: input, next: state.Next });
}

async function waitSeconds(visit: Visit): Promise<number> {
  const { state, branch } = visit;
  if (state.Timestamp === undefined) {
    return visit.evaluateInteger(state.Seconds ?? 0, 'Seconds');
  }
  const timestamp = await visit.evaluateAs('string', state.Timestamp, 'Timestamp');
  const time = Date.parse(timestamp);
  if (!timestampFormat.test(timestamp) || Number.isNaN(time)) {
    return visit.evaluationFailure(
      `The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: ${timestamp}`,
      'Timestamp',
    );
  }
  return Math.max(0, (time - branch.execution.options.clock.now().getTime()) / 1000);
}

export async function runFailState(visit: Visit): Promise<never> {
  const error = await visit.evaluateAs('string', visit.state.Error ?? '', 'Error');
  const cause = await visit.evaluateAs('string', visit.state.Cause ?? '', 'Cause');
  throw new StatesError(error, cause);
}
