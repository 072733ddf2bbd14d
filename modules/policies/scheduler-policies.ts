import { serviceTrustPolicy } from './service-trust';
import { allow, type Statement } from './statement';

/** What EventBridge Scheduler may do: start recovery, and nothing else. */
export const schedulerStatements = (recoveryStateMachineArn: string): Statement[] => [
  allow('StartRecovery', ['states:StartExecution'], recoveryStateMachineArn),
];

/**
 * Only this account's schedules of one group. AWS takes no single schedule here (EventBridge Scheduler guide,
 * "Confused deputy prevention"); whoever creates another one in the group needs `iam:PassRole` on the role.
 */
export const schedulerTrustPolicy = ({
  accountId,
  scheduleGroupArn,
}: {
  accountId: string;
  scheduleGroupArn: string;
}) =>
  serviceTrustPolicy({
    sid: 'SchedulerForThisAccount',
    service: 'scheduler.amazonaws.com',
    accountId,
    sourceArn: scheduleGroupArn,
  });
