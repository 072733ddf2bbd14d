import { checkDeadline } from '../../../asl/src/language/retries';
import type { Flow, State } from '../../../asl/src/language/states';
import { orchestrator, sendingDeadline } from '../../../asl/src/orchestrator';
import { claimDeadline, workOnItems } from '../../../asl/src/recovery/items';

/** The flow with another state under a name of it. */
const withState = ({ StartAt, States }: Flow, name: string, changed: Partial<State>): Flow => ({
  StartAt,
  States: { ...States, [name]: { ...States[name]!, ...changed } },
});

test('one more attempt to send would outlive the 14 minutes in which an execution may, so that synthesis fails', () => {
  const Retry = orchestrator.States.SendStripeMeterEvent!.Retry!.map((retrier) => ({
    ...retrier,
    MaxAttempts: 6,
  }));
  expect(() => checkDeadline(orchestrator, sendingDeadline)).not.toThrow();
  expect(() =>
    checkDeadline(withState(orchestrator, 'SendStripeMeterEvent', { Retry }), sendingDeadline),
  ).toThrow(
    'The states RecordMeterEvent, UpdateStatusToCompleted, ScheduleUsageCheck, GetStripeAPIKey, SendStripeMeterEvent ' +
      'take at most 909 s with all their retries, but the execution that sends a meter event has 840 s: let them retry ' +
      'less, or time out earlier.',
  );
});

test('what a claim does must end before another run claims the item, or synthesis fails', () => {
  const item = workOnItems.ItemProcessor!;
  expect(() => checkDeadline(item, claimDeadline)).not.toThrow();
  expect(() =>
    checkDeadline(withState(item, 'SendMeterEvent', { TimeoutSeconds: 1209 }), claimDeadline),
  ).toThrow(
    'The states ClaimItem, ChooseWork, CompleteRecord, ChooseWork, ReadLedger, CheckWholeLedgerRead, AskStripe, ' +
      'CompareWithStripe, DecideByStripe, SendMeterEvent, UpdateProcessingHistory, ScheduleUsageCheck, RecordSent take ' +
      'at most 1820 s with all their retries, but a claim has 1800 s',
  );
});
