import type { Execution, ExecutionEnvironment } from './execution';
import { execute } from '../interpreter/interpreter';
import type { ExecutionOptions, ExecutionResult } from '../types';

/** Runs an execution, or one redrive of it, with its history, its log and its metrics. */
export async function runToEnd(
  execution: Execution,
  { runTask, clock, observe, authorize }: ExecutionEnvironment,
  options: Pick<ExecutionOptions, 'signal' | 'resumeFrom' | 'runChild'>,
): Promise<ExecutionResult> {
  const observer = observe(execution);
  const { stateMachine, mapRunArn } = execution;
  const { roleArn } = stateMachine;
  const result = await execute({
    ...options,
    definition: stateMachine.definition,
    input: execution.input,
    executionArn: execution.arn,
    executionName: execution.name,
    stateMachineArn: stateMachine.parentArn ?? stateMachine.arn,
    stateMachineName: stateMachine.name,
    roleArn,
    runTask,
    clock,
    mapRunArn,
    authorize: (action, resource) => authorize(roleArn, action, resource),
    onEvent: (event) => {
      execution.history.push(event);
      observer.onEvent(event);
    },
  });
  const stopDate = clock.now();
  await observer.onEnd(result, stopDate);
  execution.end = { ...result, stopDate };
  return result;
}
