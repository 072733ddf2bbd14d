import type { Visit } from './visit';
import type { Json } from '../../json';

/**
 * The items of a Map: its `Items`, or else its input.
 *
 * @throws StatesError `States.QueryEvaluationError`, after its `EvaluationFailed` event
 */
export async function itemsOf(visit: Visit): Promise<Json[]> {
  const { state, input } = visit;
  if (state.Items !== undefined) {
    return visit.evaluateAs('array', state.Items, 'Items');
  }
  return Array.isArray(input)
    ? input
    : visit.evaluationFailure(`Map state input must be an array but was: ${JSON.stringify(input)}`);
}
