import { allow, type Statement } from './statement';

/** What EventBridge Scheduler may do: start recovery, and nothing else. */
export const schedulerStatements = (recoveryStateMachineArn: string): Statement[] => [
  allow('StartRecovery', ['states:StartExecution'], recoveryStateMachineArn),
];

/**
 * Only this account's schedules of one group. AWS takes no single schedule here (EventBridge Scheduler guide,
 * "Confused deputy prevention"); whoever creates another one in the group needs `iam:PassRole` on the role.
 */
export function schedulerTrustPolicy({
  accountId,
  scheduleGroupArn,
}: {
  accountId: string;
  scheduleGroupArn: string;
}) {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'SchedulerForThisAccount',
        Effect: 'Allow',
        Principal: { Service: 'scheduler.amazonaws.com' },
        Action: 'sts:AssumeRole',
        Condition: {
          StringEquals: { 'aws:SourceAccount': accountId },
          ArnEquals: { 'aws:SourceArn': scheduleGroupArn },
        },
      },
    ],
  };
}
