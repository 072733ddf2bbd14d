import type { Branch } from './branch';
import type { State, StateType, Workflow } from './definition';
import { isDistributed, runDistributedMap } from './distributed-map';
import { runMapState } from './map-state';
import type { StateOutcome } from './outcome';
import { runParallelState } from './parallel-state';
import { runChoiceState, runFailState, runPassState, runWaitState } from './simple-states';
import { runTaskState } from './task-state';
import { Visit } from './visit';
import type { Snapshot } from '../types';
import type { Json } from '../../json';

const runners: Record<StateType, (visit: Visit) => Promise<StateOutcome>> = {
  Task: runTaskState,
  Pass: runPassState,
  Succeed: runPassState,
  Choice: runChoiceState,
  Wait: runWaitState,
  Fail: runFailState,
  Parallel: (visit) => runParallelState(visit, runWorkflow),
  Map: (visit) => (isDistributed(visit.state) ? runDistributedMap(visit) : runMapState(visit, runWorkflow)),
};

/** Runs a state once it is entered, with all its attempts. */
export function runState(visit: Visit): Promise<StateOutcome> {
  return runners[visit.state.Type](visit);
}

/** The state to run first, which a redrive takes from the end before. */
type Start = Pick<Snapshot, 'stateName' | 'input' | 'entered' | 'mapRun'>;

/**
 * Runs a machine, or the `ItemProcessor` of a Map, to its last state.
 *
 * @param start the input for the first state, or where a redrive goes on
 * @returns the last state's output
 * @throws StatesError with which it failed, or the reason of the branch's signal
 */
export async function runWorkflow(branch: Branch, workflow: Workflow, start: Start): Promise<Json> {
  let { input } = start;
  let interrupted: Start | undefined = start;
  for (let name: string | undefined = start.stateName; name !== undefined;) {
    branch.next = { stateName: name, input };
    await branch.execution.options.beforeState?.();
    branch.signal.throwIfAborted();
    const state: State = workflow.States[name]!;
    const visit = new Visit(branch, name, state, input, interrupted);
    interrupted = undefined;
    const { output, assigned, next }: StateOutcome = await runState(visit);
    branch.signal.throwIfAborted();
    exit(visit, { output, assigned });
    input = output;
    name = next;
  }
  return input;
}

function exit(visit: Visit, { output, assigned }: Pick<StateOutcome, 'output' | 'assigned'>): void {
  const { branch, state, name } = visit;
  branch.variables.assign(assigned);
  branch.current = undefined;
  const variables = Object.entries(assigned).map(([variable, value]) => [variable, JSON.stringify(value)]);
  branch.event(`${state.Type as Exclude<StateType, 'Fail'>}StateExited`, {
    stateExitedEventDetails: {
      name,
      output: JSON.stringify(output),
      outputDetails: { truncated: false },
      ...(variables.length > 0 && {
        assignedVariables: Object.fromEntries(variables),
        assignedVariablesDetails: { truncated: false },
      }),
    },
  });
}
