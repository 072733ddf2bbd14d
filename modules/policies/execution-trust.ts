/** Only this account's Step Functions, and only for this state machine (AWS: the confused deputy problem). */
export function executionTrustPolicy({
  accountId,
  stateMachineArn,
}: {
  accountId: string;
  stateMachineArn: string;
}) {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'StepFunctionsForThisStateMachine',
        Effect: 'Allow',
        Principal: { Service: 'states.amazonaws.com' },
        Action: 'sts:AssumeRole',
        Condition: {
          StringEquals: { 'aws:SourceAccount': accountId },
          ArnEquals: { 'aws:SourceArn': stateMachineArn },
        },
      },
    ],
  };
}
