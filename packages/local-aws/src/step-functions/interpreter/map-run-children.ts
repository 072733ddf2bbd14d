import { randomUUID } from 'node:crypto';
import { withController } from './abort';
import { childExecutionArn } from './map-run-arns';
import type { MapRunLimits } from './map-run-limits';
import { processorDefinition } from './parsed-definition';
import { notRedrivable } from '../redrivability';
import { StatesError, type ExecutionOptions, type MapRun } from '../types';
import type { Visit } from './visit';
import type { Json } from '../../json';

/** With which Step Functions stops the children of a Map Run that is over. */
const stopped = new StatesError('', '');

const ignore = () => undefined;

/**
 * Runs the children of a Map Run, those that an earlier attempt of the run left unfinished from where they ended.
 *
 * @returns the outputs of those that succeeded, in the order of their items; the others are within tolerance
 * @throws StatesError `States.ExceedToleratedFailureThreshold`, when the running children are aborted
 */
export async function runChildren(visit: Visit, run: MapRun, limits: MapRunLimits): Promise<Json[]> {
  const { branch } = visit;
  const isTolerated = (failures: number) => limits.isTolerated(failures, run.inputs.length);
  const now = branch.execution.options.clock.now();
  // What cannot be redriven any more stays as it ended.
  const isFinal = (index: number) => {
    const { result } = run.children[index] ?? {};
    return result !== undefined && notRedrivable(result, now) !== undefined;
  };
  const open = run.inputs.map((_, index) => index).filter((index) => !isFinal(index));
  let failures = run.inputs.length - open.length - succeeded(run).length;
  const concurrency = Math.min(limits.concurrency, open.length);
  await withController(
    branch.signal,
    async (controller) => {
      const queue = open.values();
      const stopBeyondTolerance = () => {
        if (!isTolerated(failures)) {
          controller.abort(stopped);
        }
      };
      const lane = async () => {
        for (const index of queue) {
          if (controller.signal.aborted) {
            return;
          }
          if (!(await runChild(visit, run, index, controller.signal))) {
            failures += 1;
            stopBeyondTolerance();
          }
        }
      };
      stopBeyondTolerance();
      await Promise.all(Array.from({ length: concurrency }, lane));
    },
    () => stopped,
  );
  branch.signal.throwIfAborted();
  if (!isTolerated(failures)) {
    throw new StatesError(
      'States.ExceedToleratedFailureThreshold',
      'The specified tolerated failure threshold was exceeded',
    );
  }
  return succeeded(run);
}

/** @returns whether it succeeded */
async function runChild(visit: Visit, run: MapRun, index: number, signal: AbortSignal): Promise<boolean> {
  const { branch, state } = visit;
  const { options, runChild: start } = branch.execution;
  const { name = randomUUID(), result: before } = run.children[index] ?? {};
  const child: ExecutionOptions = {
    ...options,
    definition: processorDefinition(state.ItemProcessor!),
    input: JSON.stringify(run.inputs[index]),
    executionArn: childExecutionArn(options.stateMachineArn, state.Label!, name),
    executionName: name,
    mapRunArn: run.arn,
    signal,
    onEvent: ignore,
    resumeFrom: before?.snapshot,
  };
  const result = await start(child);
  run.children[index] = { name, result };
  return result.status === 'SUCCEEDED';
}

function succeeded({ children }: MapRun): Json[] {
  return children.flatMap((child) =>
    child?.result.output === undefined ? [] : [JSON.parse(child.result.output) as Json],
  );
}
