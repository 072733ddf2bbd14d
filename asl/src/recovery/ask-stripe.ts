import { usageErrors } from '../../../ledger/errors';
import { mostDoubts } from '../../../ledger/limits';
import { jsonata } from '../language/jsonata';
import { choice, task } from '../language/states';
import { error, on, onAnyError } from '../steps/errors';
import { pendingWhile } from '../steps/ledger-words';
import { askStripe, stripeTimeoutSeconds } from '../steps/stripe';
import { refusedToEverybody, unknown } from '../steps/stripe-errors';
import { itemError } from './outcome';
import { need } from './permissions';

/** One more question has decided nothing; after the last one a person must. */
export const isNotLastDoubt = jsonata`$doubts < ${mostDoubts - 1}`;
export const oneMoreDoubt = {
  doubts: jsonata`$doubts + 1`,
  openState: pendingWhile(isNotLastDoubt, 'needs-person'),
};

const summaries = jsonata`$states.result.ResponseBody.data`;

const refused = jsonata`'Stripe refuses to say what it counted for the customer ' & $customerId & ' (' & ${error} &
  '): the customer or the meter may not exist.'`;

export const askStripeForUsage = task({
  ...askStripe({
    Comment: 'What Stripe counted for the customer in the same time.',
    need: need('AskWhatStripeCounted', 'states:InvokeHTTPEndpoint'),
    ApiEndpoint: jsonata`'\${metersUrl}/' & $meterId & '/event_summaries'`,
    QueryParameters: {
      customer: jsonata`$customerId`,
      start_time: jsonata`$string($rangeStart)`,
      end_time: jsonata`$string($rangeStart + $rangeSeconds)`,
    },
  }),
  Assign: {
    counted: jsonata`$type(${summaries}) = 'array'
      ? $sum([0, ${summaries}.aggregated_value])
      : $error('no list of summaries')`,
  },
  TimeoutSeconds: stripeTimeoutSeconds,
  Catch: [
    on(refusedToEverybody, { Assign: { endsRun: true, ...itemError }, Next: 'RecordOutcome' }),
    on(unknown, {
      Assign: {
        doubts: oneMoreDoubt.doubts,
        status: jsonata`${isNotLastDoubt} ? 'pending' : $isUsageCheck ? 'different' : 'undecided'`,
        openState: oneMoreDoubt.openState,
        itemError: usageErrors.unknown,
        itemCause: refused,
      },
      Next: 'CheckUsageUnknown',
    }),
    onAnyError({ Assign: itemError, Next: 'RecordOutcome' }),
  ],
  Next: 'CompareWithStripe',
});

export const checkUsageUnknown = choice({
  Comment: 'Of a customer who does not exist nothing was sent, and Stripe counted nothing.',
  Choices: [{ Condition: jsonata`$isUsageCheck and $ledgerSent = 0`, Next: 'CloseUsageCheck' }],
  Default: 'RecordOutcome',
});
