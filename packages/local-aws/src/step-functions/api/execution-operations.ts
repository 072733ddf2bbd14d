import type {
  DescribeExecutionInput,
  DescribeStateMachineForExecutionInput,
  GetExecutionHistoryInput,
  ListExecutionsInput,
  RedriveExecutionInput,
  StartExecutionInput,
  StopExecutionInput,
} from '@aws-sdk/client-sfn';
import { AwsError } from '../../endpoint/errors';
import { operation, type JsonOperation } from '../../endpoint/json-api';
import type { Execution } from './execution';
import { describeExecution, describeMachineOf, historyPage, listExecutions } from './execution-responses';
import type { Executions } from './executions';
import { startQuota } from './start-quota';
import type { StateMachines } from './state-machines';

/** What starts, ends and shows executions. */
export function executionOperations(
  machines: StateMachines,
  executions: Executions,
): Record<string, JsonOperation> {
  const takeStart = startQuota();
  return {
    StartExecution: operation<StartExecutionInput>(
      ['stateMachineArn'],
      ['name', 'input', 'traceHeader'],
      (input) => {
        takeStart();
        const execution = executions.start(machines.toRun(input.stateMachineArn ?? ''), input);
        return { executionArn: execution.arn, startDate: execution.startDate };
      },
    ),
    StopExecution: operation<StopExecutionInput>(['executionArn'], ['error', 'cause'], (input) =>
      executions.stop(input),
    ),
    RedriveExecution: operation<RedriveExecutionInput>(['executionArn'], ['clientToken'], (input) =>
      executions.redrive(input),
    ),
    DescribeExecution: operation<DescribeExecutionInput>(
      ['executionArn'],
      ['includedData'],
      ({ executionArn = '' }) => describeExecution(executions.known.get(executionArn), executions.now()),
    ),
    DescribeStateMachineForExecution: operation<DescribeStateMachineForExecutionInput>(
      ['executionArn'],
      ['includedData'],
      ({ executionArn = '' }) => describeMachineOf(executions.known.get(executionArn)),
    ),
    ListExecutions: operation<ListExecutionsInput>(
      [],
      ['stateMachineArn', 'mapRunArn', 'statusFilter', 'maxResults', 'nextToken'],
      (input) => listExecutions(listed(machines, executions, input), input),
    ),
    GetExecutionHistory: operation<GetExecutionHistoryInput>(
      ['executionArn'],
      ['includeExecutionData', 'reverseOrder', 'maxResults', 'nextToken'],
      (input) => historyPage(executions.known.get(input.executionArn ?? ''), input),
    ),
  };
}

function listed(
  machines: StateMachines,
  executions: Executions,
  { stateMachineArn, mapRunArn }: ListExecutionsInput,
): Execution[] {
  if ((stateMachineArn === undefined) === (mapRunArn === undefined)) {
    throw new AwsError('ValidationException', 'Exactly one of stateMachineArn and mapRunArn must be given');
  }
  if (stateMachineArn !== undefined) {
    machines.toRun(stateMachineArn);
    return executions.known.of(stateMachineArn);
  }
  return executions.known.ofMapRun(mapRunArn!);
}
