import { executionSendsSeconds } from '../../../ledger/times';
import { jsonata } from '../language/jsonata';
import { longestWaits } from '../language/retries';
import { task, type Retrier } from '../language/states';
import { awsRetry } from '../steps/aws-retry';
import { cause, error, on, onAnyError } from '../steps/errors';
import { livemodeOfResponse, notEvaluated } from '../steps/livemode';
import { idempotencyKeyOf, sendMeterEvent, stripeTimeoutSeconds } from '../steps/stripe';
import { notTaken, refusals, sendAgain } from '../steps/stripe-errors';
import { inMinutes, minutesOf } from '../steps/time';
import { processingHistoryId } from './end';
import { recordNotSent } from './not-sent';
import { need } from './permissions';

export const getStripeAPIKey = task({
  Comment:
    'Resolves the reference, not the value, which would stand in the execution history: a missing secret or ' +
    'permission shows here by name.',
  Resource: 'arn:aws:states:::aws-sdk:secretsmanager:describeSecret',
  Arguments: { SecretId: '${secretArn}' },
  Assign: { notTakenErrors: notTaken, refusalErrors: refusals },
  ...awsRetry('SecretsManager.ResourceNotFoundException'),
  Catch: [recordNotSent],
  Next: 'SendStripeMeterEvent',
  needs: [need('SecretsManagerReadAccess', 'secretsmanager:DescribeSecret')],
});

const retrier: Retrier = {
  ErrorEquals: sendAgain,
  IntervalSeconds: 2,
  MaxAttempts: 5,
  BackoffRate: 2,
  MaxDelaySeconds: 30,
  JitterStrategy: 'FULL',
};

export const stripeWaits = longestWaits(retrier);

const minutes = minutesOf(executionSendsSeconds);
const maySend = jsonata`$millis() < ($timestamp + ${inMinutes(executionSendsSeconds)}) * 1000`;

const earlierAttempts = jsonata`$states.context.Execution.RedriveCount + $states.context.State.RetryCount`;

export const sendStripeMeterEvent = task({
  Comment:
    'The same Idempotency-Key and the same parameters in every attempt: a lost response, retried, is the first ' +
    `response again. After ${minutes} minutes the meter event belongs to recovery, also when this execution is redriven.`,
  ...sendMeterEvent({
    need: need('InvokeHTTPEndpoint', 'states:InvokeHTTPEndpoint'),
    idempotencyKey: jsonata`${maySend}
      ? ${idempotencyKeyOf(processingHistoryId)}
      : $error('The ${minutes} minutes in which this execution may send have passed.')`,
    identifier: processingHistoryId,
    customerId: jsonata`$customerId`,
    value: jsonata`$usageAmountBytes`,
  }),
  TimeoutSeconds: stripeTimeoutSeconds,
  Retry: [retrier],
  Catch: [
    on(['States.QueryEvaluationError'], {
      Assign: {
        stripeMeterError: notEvaluated(maySend, {
          error: 'SendingWindowPassed',
          cause: `The ${minutes} minutes in which the execution may send have passed; recovery sends the meter event.`,
        }),
        notTaken: 0,
        refusals: 0,
      },
      Next: 'RecordMeterEventError',
    }),
    onAnyError({
      Comment:
        'Certainly not taken only if the one attempt of all ended with an error that says so: after another attempt, ' +
        "even a 400 may mean that the identifier exists, and a status that nobody expects (a proxy's 520) says nothing.",
      Assign: {
        stripeMeterError: { error, cause },
        notTaken: jsonata`${earlierAttempts} = 0 and ${error} in $notTakenErrors ? 1 : 0`,
        refusals: jsonata`${error} in $refusalErrors ? 1 : 0`,
      },
      Next: 'RecordMeterEventError',
    }),
  ],
  Next: 'RecordMeterEventSent',
  Assign: { livemode: livemodeOfResponse },
});
