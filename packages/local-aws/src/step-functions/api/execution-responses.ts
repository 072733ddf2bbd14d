import type {
  DescribeExecutionOutput,
  DescribeStateMachineForExecutionOutput,
  ExecutionListItem,
  ExecutionStatus,
  GetExecutionHistoryInput,
  GetExecutionHistoryOutput,
  HistoryEvent,
  ListExecutionsInput,
  ListExecutionsOutput,
} from '@aws-sdk/client-sfn';
import { eventDetailsOf, withoutData } from './execution-data';
import type { Execution } from './execution';
import { checkEnum, page } from '../../endpoint/json-api';
import { redriveStatus } from './redrive-status';
import { labelOf } from './state-machine-revision';

function listItem(execution: Execution): ExecutionListItem {
  const { arn, name, startDate, stateMachine, end, mapRunArn, redriveCount, redrive } = execution;
  return {
    executionArn: arn,
    stateMachineArn: stateMachine.arn,
    ...(stateMachine.versionArn !== undefined && { stateMachineVersionArn: stateMachine.versionArn }),
    ...(stateMachine.aliasArn !== undefined && { stateMachineAliasArn: stateMachine.aliasArn }),
    name,
    status: end?.status ?? 'RUNNING',
    startDate,
    ...(end && { stopDate: end.stopDate }),
    ...(mapRunArn !== undefined && { mapRunArn }),
    redriveCount,
    ...(redrive && { redriveDate: redrive.date }),
  };
}

/** @param now decides whether it can still be redriven */
export function describeExecution(execution: Execution, now: Date): DescribeExecutionOutput {
  const { end } = execution;
  return {
    ...listItem(execution),
    input: execution.input,
    inputDetails: { included: true },
    ...(end?.output !== undefined && { output: end.output, outputDetails: { included: true } }),
    ...(end?.error !== undefined && { error: end.error }),
    ...(end?.cause !== undefined && { cause: end.cause }),
    ...redriveStatus(execution, now),
  };
}

/** The state machine as the execution started with it. */
export function describeMachineOf({
  arn,
  stateMachine,
  mapRunArn,
}: Execution): DescribeStateMachineForExecutionOutput {
  const { name, definition, roleArn, updateDate, ...machine } = stateMachine;
  const { loggingConfiguration, tracingConfiguration, revisionId } = machine;
  return {
    stateMachineArn: machine.parentArn ?? machine.arn,
    name,
    definition,
    roleArn,
    updateDate,
    loggingConfiguration,
    tracingConfiguration,
    revisionId,
    ...(mapRunArn !== undefined && { mapRunArn, label: labelOf(arn) }),
  };
}

/** In AWS's order. */
const statuses = ['SUCCEEDED', 'TIMED_OUT', 'PENDING_REDRIVE', 'ABORTED', 'FAILED', 'RUNNING'];

export function listExecutions(
  executions: readonly Execution[],
  { statusFilter, maxResults, nextToken }: ListExecutionsInput,
): ListExecutionsOutput {
  checkEnum('statusFilter', statusFilter, statuses);
  const statusOf = ({ end }: Execution): ExecutionStatus => end?.status ?? 'RUNNING';
  const wanted = executions.filter((execution) => !statusFilter || statusOf(execution) === statusFilter);
  const { items, ...rest } = page(wanted, { maxResults, nextToken }, { maximumToken: 3096 });
  return { executions: items.map(listItem), ...rest };
}

export function historyPage(
  { history }: Execution,
  { includeExecutionData = true, reverseOrder = false, maxResults, nextToken }: GetExecutionHistoryInput,
): GetExecutionHistoryOutput {
  const ordered = reverseOrder ? [...history].reverse() : history;
  const { items, ...rest } = page(ordered, { maxResults, nextToken });
  return { events: includeExecutionData ? items : items.map(eventWithoutData), ...rest };
}

function eventWithoutData(event: HistoryEvent): HistoryEvent {
  const [name, details] = eventDetailsOf(event) ?? [];
  return name && details ? { ...event, [name]: withoutData(details) } : event;
}
