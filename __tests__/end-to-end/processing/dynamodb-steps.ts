/** A call of the state machine to DynamoDB, and what is left when it fails for good. */
export interface Step {
  readonly state: string;
  readonly operation: 'GetItem' | 'UpdateItem';
  /** What no other call of the operation says. */
  readonly marker: string;
  /** What must have gone wrong before, so that the state is reached. */
  readonly after?: 'no mapping' | 'refused by Stripe' | 'refused by Stripe in an earlier execution';
  readonly cause: RegExp;
  readonly recorded: 'failed' | 'in_progress' | 'completed';
  /** Events that Stripe took in spite of it. @default 0 */
  readonly events?: number;
}

export const steps: readonly Step[] = [
  {
    state: 'UpdateStatusToProcessing',
    operation: 'UpdateItem',
    marker: 'in_progress',
    cause: /^DynamoDB\./,
    recorded: 'failed',
  },
  {
    state: 'GetPolicyMapping',
    operation: 'GetItem',
    marker: 'stateMachineArn',
    cause: /^DynamoDB\./,
    recorded: 'failed',
  },
  {
    state: 'UpdateStatusToCompleted',
    operation: 'UpdateItem',
    marker: ':downloadS3Keys',
    cause: /^DynamoDB\./,
    recorded: 'failed',
  },
  {
    state: 'GetMeterEventStatus',
    operation: 'GetItem',
    marker: 'stripeMeterSentAt',
    after: 'refused by Stripe in an earlier execution',
    cause: /^DynamoDB\./,
    recorded: 'completed',
  },
  {
    state: 'RecordMeterEventAttempt',
    operation: 'UpdateItem',
    marker: 'stripeMeterError.takenByStripe',
    after: 'refused by Stripe in an earlier execution',
    cause: /^DynamoDB\./,
    recorded: 'completed',
  },
  {
    state: 'RecordMeterEventSent',
    operation: 'UpdateItem',
    marker: 'if_not_exists',
    cause: /^Stripe took the meter event, but the record could not be updated: DynamoDB\./,
    recorded: 'completed',
    events: 1,
  },
  {
    state: 'LogStripeMeterError',
    operation: 'UpdateItem',
    marker: ':stripeMeterError',
    after: 'refused by Stripe',
    cause: /^The meter event was not sent \(States\.Http\.StatusCode\.403: Forbidden\).* DynamoDB\./,
    recorded: 'completed',
  },
  {
    state: 'UpdateStatusToFailed',
    operation: 'UpdateItem',
    marker: ':failedAt',
    after: 'no mapping',
    cause: /^No state machine is mapped to the policy/,
    recorded: 'in_progress',
  },
];
