import { executionSendsSeconds } from '../../../ledger/times';
import { flow } from '../language/flow';
import { checkDeadline, sumOf, type Deadline } from '../language/retries';
import { stateMachine } from '../language/state-machine';
import { awsWaits } from '../steps/aws-retry';
import { requestSeconds } from '../steps/stripe';
import { hoursInWords } from '../steps/time';
import { childSeconds, childWaits, startChildStepFunction } from './child';
import { processingFailed, processingSuccess, updateStatusToFailed } from './end';
import { checkInput, initializeVariables } from './input';
import {
  checkMeterEventInLedger,
  getMeterEventInLedger,
  logStripeMeterError,
  recordMeterEventError,
} from './not-sent';
import { checkMappingExists, getPolicyMapping, updateStatusToProcessing } from './process';
import {
  recordMeterEvent,
  scheduleUsageCheck,
  updateStatusOfRepeatedUpload,
  updateStatusToCompleted,
} from './record';
import { checkRecordedMeterEvent, getRecordedMeterEvent } from './repeated';
import { getStripeAPIKey, sendStripeMeterEvent, stripeWaits } from './send';
import { copyMeterEventSent, leaveCopyToRecovery, recordMeterEventSent } from './sent';

export type OrchestratorState = keyof typeof upload.States;

const upload = flow({
  StartAt: 'InitializeVariables',
  States: {
    InitializeVariables: initializeVariables,
    CheckInput: checkInput,
    UpdateStatusToProcessing: updateStatusToProcessing,
    GetPolicyMapping: getPolicyMapping,
    CheckMappingExists: checkMappingExists,
    StartChildStepFunction: startChildStepFunction,
    RecordMeterEvent: recordMeterEvent,
    UpdateStatusToCompleted: updateStatusToCompleted,
    ScheduleUsageCheck: scheduleUsageCheck,
    GetStripeAPIKey: getStripeAPIKey,
    SendStripeMeterEvent: sendStripeMeterEvent,
    RecordMeterEventSent: recordMeterEventSent,
    CopyMeterEventSent: copyMeterEventSent,
    LeaveCopyToRecovery: leaveCopyToRecovery,
    RecordMeterEventError: recordMeterEventError,
    GetMeterEventInLedger: getMeterEventInLedger,
    CheckMeterEventInLedger: checkMeterEventInLedger,
    LogStripeMeterError: logStripeMeterError,
    GetRecordedMeterEvent: getRecordedMeterEvent,
    CheckRecordedMeterEvent: checkRecordedMeterEvent,
    UpdateStatusOfRepeatedUpload: updateStatusOfRepeatedUpload,
    UpdateStatusToFailed: updateStatusToFailed,
    ProcessingFailed: processingFailed,
    ProcessingSuccess: processingSuccess,
  },
});

/** The event's timestamp is the end of the child, so that everything up to the last attempt counts. */
export const sendingDeadline: Deadline = {
  from: 'RecordMeterEvent',
  to: 'SendStripeMeterEvent',
  seconds: executionSendsSeconds,
  name: 'the execution that sends a meter event',
};
checkDeadline(upload, sendingDeadline);

const executionSeconds = 2 * 60 * 60;

const attempts = (waits: readonly number[]) => `over ${waits.length + 1} attempts`;
const inAll = (waits: readonly number[]) => `${waits.join('+')} = ${sumOf(waits)} s ${attempts(waits)}`;

export const orchestrator = stateMachine({
  Comment:
    'Processes an uploaded file through a child state machine and bills its bytes through a Stripe meter event. The ' +
    'event is recorded in the ledger before it is sent; what this execution cannot send, StripeMeterEventRecovery ' +
    `does. Retries wait with full jitter: AWS services at most ${inAll(awsWaits)}; the start of a child, which ` +
    `uploads by the thousand throttle, at most ${Math.round(sumOf(childWaits) / 60)} minutes ${attempts(childWaits)}; ` +
    `Stripe at most ${inAll(stripeWaits)} of at most ${requestSeconds} s each. A child gets ` +
    `${hoursInWords(childSeconds)}; ${hoursInWords(executionSeconds)} end everything.`,
  TimeoutSeconds: executionSeconds,
  ...upload,
});
