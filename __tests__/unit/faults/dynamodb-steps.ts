/** A call of the state machine to DynamoDB, and what is left when it fails for good. */
export interface Step {
  readonly state: string;
  readonly operation: 'GetItem' | 'PutItem' | 'UpdateItem';
  /** What no other call of the operation says. */
  readonly marker: string;
  /** What must have gone wrong before, so that the state is reached. */
  readonly after?: 'no mapping' | 'refused by Stripe' | 'completed by an earlier execution';
  /** Why the execution fails. @default - it succeeds, because the ledger has the meter event */
  readonly cause?: RegExp;
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
    state: 'RecordMeterEvent',
    operation: 'PutItem',
    marker: 'recordedBy',
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
    state: 'ScheduleUsageCheck',
    operation: 'UpdateItem',
    marker: '#usage-check/',
    recorded: 'completed',
  },
  {
    state: 'GetRecordedMeterEvent',
    operation: 'GetItem',
    marker: 'ConsistentRead',
    after: 'completed by an earlier execution',
    cause: /^DynamoDB\./,
    recorded: 'completed',
    events: 1,
  },
  {
    state: 'RecordMeterEventSent',
    operation: 'UpdateItem',
    marker: ':response',
    cause: /^Stripe took the meter event, but the ledger could not be updated: DynamoDB\./,
    recorded: 'completed',
    events: 1,
  },
  {
    state: 'CopyMeterEventSent',
    operation: 'UpdateItem',
    marker: 'if_not_exists(stripeMeterSentAt',
    recorded: 'completed',
    events: 1,
  },
  {
    state: 'RecordMeterEventError',
    operation: 'UpdateItem',
    marker: 'lastErrorCause',
    after: 'refused by Stripe',
    recorded: 'completed',
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
