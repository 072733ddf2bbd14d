/** The states that call a service, of the orchestrator. */
export const orchestratorStates = [
  'UpdateStatusToProcessing',
  'StartChildStepFunction',
  'RecordMeterEvent',
  'UpdateStatusToCompleted',
  'ScheduleUsageCheck',
  'GetStripeAPIKey',
  'SendStripeMeterEvent',
  'RecordMeterEventSent',
  'CopyMeterEventSent',
  'RecordMeterEventError',
  'LogStripeMeterError',
  'GetRecordedMeterEvent',
];

/** And of recovery. */
export const recoveryStates = [
  'QueryDueItems',
  'TakeLease',
  'FindMeter',
  'ClaimItem',
  'CompleteRecord',
  'ReadLedger',
  'AskStripe',
  'SendMeterEvent',
  'UpdateProcessingHistory',
  'ScheduleUsageCheck',
  'RecordSent',
  'CloseUsageCheck',
  'RecordOutcome',
  'ReleaseLease',
];
