import type { Catcher, Fields } from './definition';
import { checkSize } from '../data-limit';
import { StatesError } from '../types';
import { checkAssigned } from './variables';
import type { Extra, Visit } from './visit';
import { matches, Retriers } from './retry';
import { type Json } from '../../json';

/** How a state ended. */
export interface StateOutcome {
  readonly output: Json;
  readonly assigned: Record<string, Json>;
  /** Undefined at the end of the workflow. */
  readonly next: string | undefined;
}

/**
 * Evaluates `Assign` and `Output`, both with the variables as they were before.
 *
 * @param location where the fields stand in the state, such as `Catch[0]/`
 * @param otherwise the output if there is no `Output`
 */
export async function leave(
  visit: Visit,
  fields: Fields,
  {
    location = '',
    extra = {},
    otherwise,
    next,
  }: { location?: string; extra?: Extra; otherwise: Json; next?: string },
): Promise<StateOutcome> {
  const assigned = await visit.evaluate(fields.Assign ?? {}, `${location}Assign`, extra);
  const output =
    fields.Output === undefined ? otherwise : await visit.evaluate(fields.Output, `${location}Output`, extra);
  checkAssigned(assigned as Record<string, Json>);
  checkSize(output, visit.name);
  return { output, assigned: assigned as Record<string, Json>, next };
}

/** Attempts a state as often as its `Retry` allows; then its `Catch` applies. */
export async function attempts(visit: Visit, attempt: () => Promise<StateOutcome>): Promise<StateOutcome> {
  const { branch, state } = visit;
  const retriers = new Retriers(state.Retry, branch.execution.options.dataLimitReading);
  for (;;) {
    try {
      return await attempt();
    } catch (problem) {
      branch.signal.throwIfAborted();
      const failure = asFailure(problem);
      const delaySeconds = retriers.delayAfter(failure.error);
      if (delaySeconds === undefined) {
        return caught(visit, failure);
      }
      await branch.execution.options.clock.sleep(delaySeconds, branch.signal);
      visit.retryCount += 1;
    }
  }
}

async function caught(visit: Visit, failure: StatesError): Promise<StateOutcome> {
  const { dataLimitReading } = visit.branch.execution.options;
  const catchers = visit.state.Catch ?? [];
  const index = catchers.findIndex(({ ErrorEquals }) =>
    matches(ErrorEquals, failure.error, dataLimitReading),
  );
  if (index < 0) {
    throw failure;
  }
  return leaveCaught(visit, catchers[index]!, index, failure);
}

/** Leaves a state by one of its catchers. */
export function leaveCaught(
  visit: Visit,
  catcher: Catcher,
  index: number,
  failure: StatesError,
): Promise<StateOutcome> {
  const errorOutput = { Error: failure.error, Cause: failure.cause };
  return leave(visit, catcher, {
    location: `Catch[${index}]/`,
    extra: { errorOutput },
    otherwise: errorOutput,
    next: catcher.Next,
  });
}

/** Anything but a StatesError is a defect of the local implementation; its stack is not shown. */
export function asFailure(problem: unknown): StatesError {
  if (problem instanceof StatesError) {
    return problem;
  }
  return new StatesError('States.Runtime', problem instanceof Error ? problem.message : String(problem));
}
