import { withController } from './abort';
import { Branch, stateAborted, type RunWorkflow } from './branch';
import type { Workflow } from './definition';
import { maximumInlineConcurrency } from './limits';
import { itemsOf } from './map-items';
import { checkSize } from '../data-limit';
import { attempts, leave, type StateOutcome } from './outcome';
import type { Visit } from './visit';
import type { Json } from '../../json';

export function runMapState(visit: Visit, runWorkflow: RunWorkflow): Promise<StateOutcome> {
  return attempts(visit, async () => {
    const { state, branch } = visit;
    const items = await itemsOf(visit).catch((problem: unknown) => {
      branch.signal.throwIfAborted();
      branch.event('MapStateFailed');
      throw problem;
    });
    const limit = await visit.evaluateInteger(state.MaxConcurrency ?? 0, 'MaxConcurrency');
    visit.iterating = true;
    branch.event('MapStateStarted', { mapStateStartedEventDetails: { length: items.length } });
    const result = await iterate(visit, items, limit, runWorkflow);
    checkSize(result, visit.name);
    // MapStateSucceeded is a side branch: MapStateExited follows the last iteration, as the first does.
    branch.execution.history.add('MapStateSucceeded', branch.previousEventId);
    return leave(visit, state, { extra: { result }, otherwise: result, next: state.Next });
  });
}

/** Runs the iterations; the first failure aborts the others. */
function iterate(
  visit: Visit,
  items: readonly Json[],
  limit: number,
  runWorkflow: RunWorkflow,
): Promise<Json[]> {
  const { branch } = visit;
  const concurrency = Math.min(limit || maximumInlineConcurrency, maximumInlineConcurrency, items.length);
  return withController(branch.signal, async (controller) => {
    const results: Json[] = new Array<Json>(items.length);
    const queue = items.entries();
    const lane = async () => {
      let previousEventId = started;
      for (const [index, item] of queue) {
        if (controller.signal.aborted) {
          return;
        }
        const mapContext = { Item: { Index: index, Value: item, Source: 'STATE_DATA' } };
        const inner = branch.variables.inner();
        const iteration = new Branch(branch.execution, inner, controller.signal, previousEventId, mapContext);
        try {
          results[index] = await iterateOne(visit, iteration, index, item, runWorkflow);
        } catch (problem) {
          failed(visit, iteration, index, problem, controller);
          throw problem;
        } finally {
          inner.release();
        }
        previousEventId = iteration.previousEventId;
      }
    };
    const started = branch.previousEventId;
    const lanes = await Promise.allSettled(Array.from({ length: concurrency }, lane));
    branch.signal.throwIfAborted();
    if (controller.signal.aborted) {
      branch.event('MapStateFailed');
      throw controller.signal.reason;
    }
    const unexpected = lanes.find((settled) => settled.status === 'rejected');
    if (unexpected) {
      throw unexpected.reason;
    }
    return results;
  });
}

async function iterateOne(
  visit: Visit,
  iteration: Branch,
  index: number,
  item: Json,
  runWorkflow: RunWorkflow,
): Promise<Json> {
  const { state, branch, name } = visit;
  iteration.event('MapIterationStarted', { mapIterationStartedEventDetails: { name, index } });
  const { mapContext } = iteration;
  const input =
    state.ItemSelector === undefined
      ? item
      : await visit.evaluate(state.ItemSelector, 'ItemSelector', { mapContext });
  checkSize(input, name);
  const processor = state.ItemProcessor as Workflow;
  const output = await runWorkflow(iteration, processor, { stateName: processor.StartAt, input });
  branch.previousEventId = branch.execution.history.add('MapIterationSucceeded', iteration.previousEventId, {
    mapIterationSucceededEventDetails: { name, index },
  });
  return output;
}

/** The first failure ends the iteration and aborts the others, which end here as well. */
function failed(
  visit: Visit,
  iteration: Branch,
  index: number,
  problem: unknown,
  controller: AbortController,
): void {
  const { branch, name } = visit;
  const { history } = branch.execution;
  if (branch.signal.aborted) {
    return;
  }
  if (!controller.signal.aborted) {
    controller.abort(problem);
    branch.previousEventId = iteration.previousEventId;
    history.add('MapIterationFailed', iteration.previousEventId, {
      mapIterationFailedEventDetails: { name, index },
    });
    return;
  }
  stateAborted(iteration);
  history.add('MapIterationAborted', iteration.previousEventId, {
    mapIterationAbortedEventDetails: { name, index },
  });
}
