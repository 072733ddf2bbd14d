import { claimSendsSeconds, deduplicatedSeconds } from '../../../ledger/times';
import { jsonata } from '../language/jsonata';
import { task } from '../language/states';
import { on, onAnyError } from '../steps/errors';
import { word } from '../steps/ledger-words';
import { isOtherMode, livemodeOfResponse, notEvaluated } from '../steps/livemode';
import { idempotencyKeyOf, sendMeterEvent, stripeTimeoutSeconds } from '../steps/stripe';
import { refusals, refusedToEverybody, tooBusy } from '../steps/stripe-errors';
import { hoursOf, inMinutes, minutesOf, now } from '../steps/time';
import { isDeduplicated } from './expiry';
import { itemError } from './outcome';
import { need } from './permissions';

const mayBegin = jsonata`${now} < $claimedAt + ${inMinutes(claimSendsSeconds)}`;

/** Sending cannot bill twice. */
const isSafe = jsonata`($certainlyNotTaken or $provenNotCounted or ${isDeduplicated})`;

const maySend = jsonata`${mayBegin} and ${isSafe}`;

const whyNotEvaluated = notEvaluated(maySend, {
  error: 'ClaimExpired',
  cause:
    `The ${minutesOf(claimSendsSeconds)} minutes in which a claim may send have passed, or the ` +
    `${hoursOf(deduplicatedSeconds)} hours in which Stripe need not be asked first.`,
});

/** A redriven execution may have sent before. */
const oneMoreNotTaken = jsonata`$notTaken + ($states.context.Execution.RedriveCount = 0 ? 1 : 0)`;

export const sendMeterEventOfItem = task({
  ...sendMeterEvent({
    Comment:
      'One attempt for each claim, with an Idempotency-Key of its own: Stripe would repeat a stored error under the old ' +
      'one. The guard holds a redriven execution, too.',
    need: need('SendMeterEvents', 'states:InvokeHTTPEndpoint'),
    idempotencyKey: jsonata`${maySend}
      ? ${idempotencyKeyOf(jsonata`$identifier`)} & '/' & $string($claimedAt)
      : $error('The claim has expired.')`,
    identifier: jsonata`$identifier`,
    customerId: jsonata`$customerId`,
    value: jsonata`$string($value)`,
  }),
  Assign: { livemode: livemodeOfResponse, evidence: word('response'), sentAt: now },
  TimeoutSeconds: stripeTimeoutSeconds,
  Catch: [
    on(['States.QueryEvaluationError'], {
      Assign: {
        endsRun: isOtherMode,
        itemError: whyNotEvaluated.error,
        itemCause: whyNotEvaluated.cause,
      },
      Next: 'RecordOutcome',
    }),
    on(refusedToEverybody, {
      Assign: { endsRun: true, notTaken: oneMoreNotTaken, ...itemError },
      Next: 'RecordOutcome',
    }),
    on(refusals, {
      Assign: { notTaken: oneMoreNotTaken, refusals: jsonata`$refusals + 1`, ...itemError },
      Next: 'RecordOutcome',
    }),
    on(tooBusy, { Assign: { notTaken: oneMoreNotTaken, ...itemError }, Next: 'RecordOutcome' }),
    onAnyError({ Assign: itemError, Next: 'RecordOutcome' }),
  ],
  Next: 'UpdateProcessingHistory',
});
