import { usageErrors } from '../../../ledger/errors';
import { mostLooks, mostOpenNeighbours } from '../../../ledger/limits';
import { claimSeconds } from '../../../ledger/times';
import { jsonata } from '../language/jsonata';
import { choice, pass } from '../language/states';
import { pendingWhile, word } from '../steps/ledger-words';
import { minutesOf, now } from '../steps/time';
import { isNotLastDoubt, oneMoreDoubt } from './ask-stripe';
import { isRefused, isTooOld, rejection, rejectionCause } from './expiry';

const allSums = jsonata`$reduce($append([0], $ledgerOpen), function($sums, $value)
  { $distinct($append($sums, $map($sums, function($sum) { $sum + $value }))) }, [0])`;

export const compareWithStripe = pass({
  Comment:
    'Which sums the other open events of that minute allow, with and without this one. More than ten are not worth the ' +
    'memory.',
  Assign: { possibleSums: jsonata`$count($ledgerOpen) <= ${mostOpenNeighbours} ? ${allSums} : []` },
  Next: 'DecideByStripe',
});

/** Whether the other events explain what Stripe counted, without this event or together with it. */
const explainedWithout = jsonata`$counted - $ledgerSent in $possibleSums`;
const explainedWith = jsonata`$counted - $ledgerSent - $value in $possibleSums`;

const notCounted = jsonata`$counted < $value or (${explainedWithout} and $not(${explainedWith}))`;
const counted = jsonata`${explainedWith} and $not(${explainedWithout})`;

const isNotLastLook = jsonata`$looks < ${mostLooks - 1}`;
const rangeStart = jsonata`$fromMillis($rangeStart * 1000)`;

const differs = jsonata`'The ledger has ' & $string($ledgerSent) & ' bytes for the customer ' & $customerId & ' from ' &
  ${rangeStart} & ' for one hour, Stripe counted ' & $string($counted) & '.'`;

const undecided = jsonata`'In the minute from ' & ${rangeStart} & ' Stripe counted ' & $string($counted) &
  ' bytes for the customer ' & $customerId & '; the ledger has ' & $string($ledgerSent) & ' sent, ' &
  $string($value) & ' of this event, and ' & $string($count($ledgerOpen)) & ' other events that are open.'`;

export const decideByStripe = choice({
  Choices: [
    { Condition: jsonata`$isUsageCheck and $counted = $ledgerSent`, Next: 'CloseUsageCheck' },
    {
      Condition: jsonata`$isUsageCheck`,
      Comment: `Two looks, ${minutesOf(claimSeconds)} minutes apart: summaries are eventually consistent.`,
      Assign: {
        looks: jsonata`$looks + 1`,
        status: pendingWhile(isNotLastLook, 'different'),
        openState: pendingWhile(isNotLastLook, 'needs-person'),
        itemError: usageErrors.differs,
        itemCause: differs,
      },
      Next: 'RecordOutcome',
    },
    {
      Condition: jsonata`(${notCounted}) and (${isRefused} or ${isTooOld})`,
      Assign: {
        ...rejection,
        itemCause: jsonata`(${rejectionCause('')}) & ', and did not count it.'`,
      },
      Next: 'RecordOutcome',
    },
    { Condition: notCounted, Assign: { provenNotCounted: true }, Next: 'SendMeterEvent' },
    {
      Condition: counted,
      Assign: { evidence: word('summary'), sentAt: now },
      Next: 'UpdateProcessingHistory',
    },
  ],
  Assign: {
    doubts: oneMoreDoubt.doubts,
    status: pendingWhile(isNotLastDoubt, 'undecided'),
    openState: oneMoreDoubt.openState,
    itemError: 'UsageUndecided',
    itemCause: undecided,
  },
  Default: 'RecordOutcome',
});
