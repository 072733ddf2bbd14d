import { serviceTrustPolicy } from './service-trust';

/** Only this account's Step Functions, and only for this state machine. */
export const executionTrustPolicy = ({
  accountId,
  stateMachineArn,
}: {
  accountId: string;
  stateMachineArn: string;
}) =>
  serviceTrustPolicy({
    sid: 'StepFunctionsForThisStateMachine',
    service: 'states.amazonaws.com',
    accountId,
    sourceArn: stateMachineArn,
  });
