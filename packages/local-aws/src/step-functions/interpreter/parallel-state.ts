import { withController } from './abort';
import { Branch, stateAborted, type RunWorkflow } from './branch';
import type { Workflow } from './definition';
import { checkSize } from '../data-limit';
import { attempts, leave, type StateOutcome } from './outcome';
import type { Visit } from './visit';
import type { Json } from '../../json';

/** Runs all branches with the same input; the result is the list of their outputs. */
export function runParallelState(visit: Visit, runWorkflow: RunWorkflow): Promise<StateOutcome> {
  return attempts(visit, async () => {
    const { state, branch } = visit;
    const input =
      state.Arguments === undefined ? visit.input : await visit.evaluate(state.Arguments, 'Arguments');
    checkSize(input, visit.name);
    visit.iterating = true;
    branch.event('ParallelStateStarted');
    const result = await runBranches(visit, input, runWorkflow);
    checkSize(result, visit.name);
    // ParallelStateSucceeded is a side branch: ParallelStateExited follows the last event of a branch.
    branch.execution.history.add('ParallelStateSucceeded', branch.previousEventId);
    return leave(visit, state, { extra: { result }, otherwise: result, next: state.Next });
  });
}

/** The first failure aborts the other branches. */
function runBranches(visit: Visit, input: Json, runWorkflow: RunWorkflow): Promise<Json[]> {
  const { state, branch } = visit;
  const started = branch.previousEventId;
  return withController(branch.signal, async (controller) => {
    const run = async (workflow: Workflow): Promise<Json> => {
      const variables = branch.variables.inner();
      const own = new Branch(branch.execution, variables, controller.signal, started, branch.mapContext);
      try {
        const output = await runWorkflow(own, workflow, { stateName: workflow.StartAt, input });
        branch.previousEventId = own.previousEventId;
        return output;
      } catch (problem) {
        failed(branch, own, problem, controller);
        throw problem;
      } finally {
        variables.release();
      }
    };
    const ends = await Promise.allSettled(state.Branches!.map(run));
    branch.signal.throwIfAborted();
    if (controller.signal.aborted) {
      branch.event('ParallelStateFailed');
      throw controller.signal.reason;
    }
    return ends.map((end) => (end as PromiseFulfilledResult<Json>).value);
  });
}

function failed(branch: Branch, own: Branch, problem: unknown, controller: AbortController): void {
  if (branch.signal.aborted) {
    return;
  }
  if (controller.signal.aborted) {
    stateAborted(own);
    return;
  }
  controller.abort(problem);
  branch.previousEventId = own.previousEventId;
}
