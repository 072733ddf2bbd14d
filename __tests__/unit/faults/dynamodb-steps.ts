/** A call of the state machine to DynamoDB, and what is left when it fails for good. */
export interface Step {
  readonly state: string;
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
    cause: /^DynamoDB\./,
    recorded: 'failed',
  },
  {
    state: 'GetPolicyMapping',
    cause: /^DynamoDB\./,
    recorded: 'failed',
  },
  {
    state: 'RecordMeterEvent',
    cause: /^DynamoDB\./,
    recorded: 'failed',
  },
  {
    state: 'UpdateStatusToCompleted',
    recorded: 'in_progress',
    events: 1,
  },
  {
    state: 'ScheduleUsageCheck',
    recorded: 'completed',
  },
  {
    state: 'GetRecordedMeterEvent',
    after: 'completed by an earlier execution',
    cause: /^DynamoDB\./,
    recorded: 'completed',
    events: 1,
  },
  {
    state: 'RecordMeterEventSent',
    cause: /^Stripe took the meter event, but the ledger could not be updated: DynamoDB\./,
    recorded: 'completed',
    events: 1,
  },
  {
    state: 'CopyMeterEventSent',
    recorded: 'completed',
    events: 1,
  },
  {
    state: 'RecordMeterEventError',
    after: 'refused by Stripe',
    recorded: 'completed',
  },
  {
    state: 'LogStripeMeterError',
    after: 'refused by Stripe',
    cause: /^The meter event was not sent \(States\.Http\.StatusCode\.403: Forbidden\).* DynamoDB\./,
    recorded: 'completed',
  },
  {
    state: 'UpdateStatusToFailed',
    after: 'no mapping',
    cause: /^No state machine is mapped to the policy/,
    recorded: 'in_progress',
  },
];
