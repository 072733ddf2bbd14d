import { jsonata } from '../language/jsonata';
import { choice, task } from '../language/states';
import { errorAndCause, onAnyError } from '../steps/errors';
import { askStripe, stripeTimeoutSeconds } from '../steps/stripe';
import { unanswered } from '../steps/stripe-errors';
import { need } from './permissions';

/** For what ends the sending of a run, which then fails after its figures are published. */
export const endSending = onAnyError({ Assign: { runError: errorAndCause }, Next: 'ReleaseLease' });

const meterIds = jsonata`$states.result.ResponseBody.data[event_name = '\${meterEventName}' and
  livemode = \${stripeLivemode}].id`;

export const findMeter = task({
  ...askStripe({
    need: need('FindMeter', 'states:InvokeHTTPEndpoint'),
    ApiEndpoint: '${metersUrl}',
    QueryParameters: { status: 'active', limit: '100' },
  }),
  Assign: { activeMeterId: jsonata`[${meterIds}, ''][0]` },
  TimeoutSeconds: stripeTimeoutSeconds,
  Retry: [
    {
      ErrorEquals: unanswered,
      IntervalSeconds: 2,
      MaxAttempts: 3,
      BackoffRate: 2,
      JitterStrategy: 'FULL',
    },
  ],
  Catch: [endSending],
  Next: 'CheckMeter',
});

export const checkMeter = choice({
  Comment:
    'A key that does not see the meter, because it is of the other mode or the meter is not active, sends nothing: what ' +
    'Stripe refuses then says nothing about an event.',
  Choices: [{ Condition: jsonata`$activeMeterId != ''`, Next: 'WorkOnItems' }],
  Assign: {
    runError:
      "MeterNotFound: the connection's key sees no active meter for ${meterEventName} with livemode ${stripeLivemode}.",
  },
  Default: 'ReleaseLease',
});
