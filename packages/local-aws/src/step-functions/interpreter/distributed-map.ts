import { randomUUID } from 'node:crypto';
import type { State } from './definition';
import { failureDetails } from './history';
import { itemsOf } from './map-items';
import { runChildren } from './map-run-children';
import { childExecutionArn, mapRunArn } from './map-run-arns';
import { mapRunLimits } from './map-run-limits';
import { asFailure, attempts, leave, type StateOutcome } from './outcome';
import { checkSize } from '../data-limit';
import { notRedrivable } from '../redrivability';
import type { MapRun } from '../types';
import type { Visit } from './visit';
import type { Json } from '../../json';

/** Failures after which a redrive does not go on with the Map Run but starts a new one ("Redriving Map Runs"). */
const endOfRun = ['States.DataLimitExceeded', 'States.QueryEvaluationError', 'States.Runtime'];

export function isDistributed({ ItemProcessor }: State): boolean {
  return ItemProcessor?.ProcessorConfig?.Mode === 'DISTRIBUTED';
}

/** A Map whose items are child executions; each attempt is a Map Run of its own. */
export function runDistributedMap(visit: Visit): Promise<StateOutcome> {
  const { state, branch } = visit;
  let interrupted = visit.mapRun;
  return attempts(visit, async () => {
    try {
      const unfinished = interrupted;
      interrupted = undefined;
      const result = await mapped(visit, unfinished);
      return await leave(visit, state, { extra: { result }, otherwise: result, next: state.Next });
    } catch (problem) {
      branch.signal.throwIfAborted();
      if (endOfRun.includes(asFailure(problem).error)) {
        visit.mapRun = undefined;
      }
      throw problem;
    }
  });
}

async function mapped(visit: Visit, unfinished: MapRun | undefined): Promise<Json[]> {
  const { branch, name } = visit;
  const { history } = branch.execution;
  let run: MapRun | undefined;
  try {
    const limits = await mapRunLimits(visit);
    const inputs = unfinished?.inputs ?? (await inputsOf(visit));
    run = unfinished ? redriven(visit, unfinished) : started(visit, inputs);
    visit.mapRun = run;
    await authorize(visit, run);
    const result = await runChildren(visit, run, limits);
    checkSize(result, name);
    // Side branches: MapStateExited follows the start of the Map Run.
    history.add('MapRunSucceeded', branch.previousEventId);
    history.add('MapStateSucceeded', branch.previousEventId);
    return result;
  } catch (problem) {
    branch.signal.throwIfAborted();
    if (run) {
      branch.event('MapRunFailed', { mapRunFailedEventDetails: failureDetails(asFailure(problem)) });
    }
    branch.event('MapStateFailed');
    throw problem;
  }
}

/** All before the first child starts, so that a bad item starts none. */
async function inputsOf(visit: Visit): Promise<Json[]> {
  const { state, branch, name } = visit;
  const items = await itemsOf(visit);
  branch.event('MapStateStarted', { mapStateStartedEventDetails: { length: items.length } });
  const inputs: Json[] = [];
  for (const [index, item] of items.entries()) {
    branch.signal.throwIfAborted();
    const mapContext = { Item: { Index: index, Value: item, Source: 'STATE_DATA' } };
    const input =
      state.ItemSelector === undefined
        ? item
        : await visit.evaluate(state.ItemSelector, 'ItemSelector', { mapContext });
    checkSize(input, name);
    inputs.push(input);
  }
  return inputs;
}

function started({ branch, state }: Visit, inputs: readonly Json[]): MapRun {
  const arn = mapRunArn(branch.execution.options.stateMachineArn, state.Label!, randomUUID());
  branch.event('MapRunStarted', { mapRunStartedEventDetails: { mapRunArn: arn } });
  return { arn, redriveCount: 0, inputs, children: [] };
}

function redriven({ branch }: Visit, { arn, redriveCount, inputs, children }: MapRun): MapRun {
  const count = redriveCount + 1;
  branch.event('MapRunRedriven', { mapRunRedrivenEventDetails: { mapRunArn: arn, redriveCount: count } });
  return { arn, redriveCount: count, inputs, children: [...children] };
}

/** Source: developer guide, "IAM policies for using Distributed Map states". */
async function authorize({ branch, state }: Visit, { children }: MapRun): Promise<void> {
  const { authorize, stateMachineArn, executionArn, clock } = branch.execution.options;
  await authorize?.('states:StartExecution', stateMachineArn);
  await authorize?.('states:DescribeExecution', executionArn);
  const again = children.find((child) => child && !notRedrivable(child.result, clock.now()));
  if (again) {
    await authorize?.(
      'states:RedriveExecution',
      childExecutionArn(stateMachineArn, state.Label!, again.name),
    );
  }
}
