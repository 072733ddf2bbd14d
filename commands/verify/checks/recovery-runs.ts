import { DescribeExecutionCommand, ListExecutionsCommand, type ExecutionListItem } from '@aws-sdk/client-sfn';
import { undefinedIfAbsent } from '../../../clients/aws/undefined-if-absent';
import { silentSeconds } from '../../../modules/recovery-metrics';
import { intervalMinutesOf } from '../../../settings/recovery';
import { failed, NotChecked, notChecked, passed, type Check, type Finding } from '../check';
import type { Facts } from '../facts';
import { runProblem } from '../remedies';

/** Seconds beyond the interval within which Scheduler has started a run and the run has ended. */
const graceSeconds = 300;

const secondsSince = (date = new Date(0)) => (Date.now() - date.getTime()) / 1000;

/** How the newest run of recovery ended, and whether one succeeded within the time that its alarm allows. */
export function recoveryRunsCheck(facts: Facts): Check {
  return {
    id: 'recovery-runs',
    what: `Runs of ${facts.environment.names.recoveryStateMachine}`,
    actions: [
      'states:DescribeStateMachine',
      'scheduler:GetSchedule',
      'states:ListExecutions',
      'states:DescribeExecution',
    ],
    look: () => runsFinding(facts),
  };
}

async function runsFinding(facts: Facts): Promise<Finding> {
  const newest = (await endedRuns(facts))[0];
  if (newest && newest.status !== 'SUCCEEDED') {
    return unsuccessful(facts, newest);
  }
  if (newest && secondsSince(newest.stopDate) <= silentSeconds) {
    return passed(`the last one succeeded ${newest.stopDate?.toISOString()}`);
  }
  const notDue = await noRunDue(facts);
  if (notDue) {
    return notChecked(notDue);
  }
  const { deploy, startRecovery } = facts.remedies;
  return failed(
    newest ? `none succeeded since ${newest.stopDate?.toISOString()}` : 'none ever succeeded',
    deploy,
    startRecovery,
  );
}

/**
 * Why no run has succeeded yet, of a recovery that was deployed a moment ago.
 *
 * @throws NotChecked if there is no state machine
 */
export async function noRunDue(facts: Facts): Promise<string | undefined> {
  const machine = await facts.stateMachine(facts.arns.recoveryStateMachine);
  if (!machine) {
    throw new NotChecked('there is no state machine');
  }
  const minutes = intervalMinutesOf(facts.environment.recovery);
  const dates = [machine.creationDate, (await facts.schedule())?.LastModificationDate];
  const recent = dates.find((date) => secondsSince(date) < minutes * 60 + graceSeconds);
  return (
    recent && `none is due yet: it was deployed ${recent.toISOString()}, to run every ${minutes} minutes`
  );
}

/** The runs that ended, newest first. Runs overlap only when one takes longer than the interval. */
async function endedRuns({ clients, arns }: Facts): Promise<ExecutionListItem[]> {
  const response = await undefinedIfAbsent(
    clients.states.send(
      new ListExecutionsCommand({ stateMachineArn: arns.recoveryStateMachine, maxResults: 100 }),
    ),
  );
  return (response?.executions ?? [])
    .filter(({ status, stopDate }) => status !== 'RUNNING' && stopDate)
    .sort((a, b) => b.stopDate!.getTime() - a.stopDate!.getTime());
}

async function unsuccessful({ clients, remedies }: Facts, run: ExecutionListItem): Promise<Finding> {
  const { executionArn, status, stopDate } = run;
  const { error = '', cause = '' } = await clients.states.send(
    new DescribeExecutionCommand({ executionArn }),
  );
  const ended = `the last one ended as ${status} ${stopDate?.toISOString()}`;
  // Both are empty where it was aborted or timed out.
  const { sentence, remedy } = runProblem(`${error}: ${cause}`, remedies);
  const text = [error, cause].filter(Boolean).join(': ');
  return failed(
    [ended, ...(sentence ? [sentence] : []), ...(text ? [`(${text})`] : [])].join(' '),
    ...remedy,
    // This line looks at the newest run.
    remedies.startRecovery,
  );
}
