import {
  DescribeExecutionCommand,
  ExecutionDoesNotExist,
  paginateListExecutions,
  SFNClient,
} from '@aws-sdk/client-sfn';
import { arnsOf } from '../../settings/arns';
import type { Environment } from '../../settings/environments';
import { awsClient } from '../../clients/aws/client';
import type { MeterEvent } from '../../ledger/item';

/** An execution as an operator wants to know it. */
export interface ExecutionFacts {
  readonly executionArn: string;
  /** `gone` after 90 days, when Step Functions has deleted it. */
  readonly status: string;
  readonly startedAt?: string;
  readonly stoppedAt?: string;
  readonly redrives?: number;
  readonly redrivenAt?: string;
  readonly error?: string;
  readonly cause?: string;
}

/** Runs of recovery that are looked through for a claim: with one in 6 minutes, those of twelve days. */
export const mostRuns = 3000;

/** The execution that recorded an event. */
export async function recordingExecution(
  environment: Environment,
  executionArn: string,
): Promise<ExecutionFacts> {
  try {
    const { status, startDate, stopDate, redriveCount, redriveDate, error, cause } = await awsClient(
      SFNClient,
      environment,
    ).send(new DescribeExecutionCommand({ executionArn }));
    return {
      executionArn,
      status: status ?? 'unknown',
      startedAt: startDate?.toISOString(),
      stoppedAt: stopDate?.toISOString(),
      redrives: redriveCount ?? 0,
      redrivenAt: redriveDate?.toISOString(),
      error,
      cause,
    };
  } catch (error) {
    if (error instanceof ExecutionDoesNotExist) {
      return { executionArn, status: 'gone' };
    }
    throw error;
  }
}

/** The runs of recovery that made the event's last two claims, newest first, as far as they are among the last `mostRuns`. */
export async function claimingRuns(
  environment: Environment,
  { claimedAt, previousClaimedAt }: Pick<MeterEvent, 'claimedAt' | 'previousClaimedAt'>,
): Promise<ExecutionFacts[]> {
  const claims = [claimedAt, previousClaimedAt].flatMap((claim) => (claim === undefined ? [] : claim * 1000));
  const oldest = Math.min(...claims);
  const runs: ExecutionFacts[] = [];
  if (claims.length === 0) {
    return runs;
  }
  const client = awsClient(SFNClient, environment);
  const stateMachineArn = arnsOf(environment).recoveryStateMachine;
  let seen = 0;
  for await (const { executions = [] } of paginateListExecutions(
    { client, pageSize: 1000 },
    { stateMachineArn },
  )) {
    for (const { executionArn = '', status = 'unknown', startDate, stopDate, redriveCount } of executions) {
      const start = startDate?.getTime() ?? 0;
      const end = stopDate?.getTime() ?? Infinity;
      // A claim's time is in whole seconds, rounded down.
      if (claims.some((claim) => start < claim + 1000 && claim <= end)) {
        runs.push({
          executionArn,
          status,
          startedAt: startDate?.toISOString(),
          stoppedAt: stopDate?.toISOString(),
          redrives: redriveCount ?? 0,
        });
      }
    }
    seen += executions.length;
    const last = executions.at(-1)?.startDate?.getTime() ?? 0;
    // Runs take two hours at most.
    if (seen >= mostRuns || last < oldest - 2 * 3600 * 1000) {
      break;
    }
  }
  return runs;
}
