import type { Fields } from './definition';
import { checkSize } from '../data-limit';
import { StatesError, type Json } from '../types';
import { checkAssigned } from './variables';
import type { Extra, Visit } from './visit';
import { matches, Retriers } from './retry';

/** How a state was left. */
export interface Outcome {
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
): Promise<Outcome> {
  const assigned = await visit.evaluate(fields.Assign ?? {}, `${location}Assign`, extra);
  const output =
    fields.Output === undefined ? otherwise : await visit.evaluate(fields.Output, `${location}Output`, extra);
  checkAssigned(assigned as Record<string, Json>);
  checkSize(output, visit.name);
  return { output, assigned: assigned as Record<string, Json>, next };
}

/** Attempts a state as often as its `Retry` says; then `Catch` decides. */
export async function attempts(visit: Visit, attempt: () => Promise<Outcome>): Promise<Outcome> {
  const { branch, state } = visit;
  const retriers = new Retriers(state.Retry);
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

async function caught(visit: Visit, failure: StatesError): Promise<Outcome> {
  for (const [index, catcher] of (visit.state.Catch ?? []).entries()) {
    if (matches(catcher.ErrorEquals, failure.error)) {
      const errorOutput = { Error: failure.error, Cause: failure.cause };
      return leave(visit, catcher, {
        location: `Catch[${index}]/`,
        extra: { errorOutput },
        otherwise: errorOutput,
        next: catcher.Next,
      });
    }
  }
  throw failure;
}

/** Anything but a StatesError is a fault of the local implementation; its stack is nobody's business. */
export function asFailure(problem: unknown): StatesError {
  if (problem instanceof StatesError) {
    return problem;
  }
  return new StatesError('States.Runtime', problem instanceof Error ? problem.message : String(problem));
}
