import { jsonata, type Jsonata } from '../language/jsonata';
import type { Fields, Need } from '../language/states';

/** Seconds after which Step Functions ends a request by itself. Source: Step Functions guide, "Call HTTPS APIs". */
export const requestSeconds = 60;

/** Seconds that an attempt of a call of Stripe may take. */
export const stripeTimeoutSeconds = requestSeconds + 5;

interface Call {
  readonly Comment?: string;
  readonly ApiEndpoint: string | Jsonata;
  /** The statement of the role's policy that allows the request. */
  readonly need: Need;
}

const connection = { InvocationConfig: { ConnectionArn: '${connectionArn}' } };
const version = { 'Stripe-Version': '${stripeApiVersion}' };

/** How every HTTP Task gets the Stripe key. */
export const keyNeeds: readonly Need[] = [
  { statement: 'RetrieveConnectionCredentials', actions: ['events:RetrieveConnectionCredentials'] },
  {
    statement: 'ReadConnectionSecret',
    actions: ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'],
  },
];

const httpTask = ({ Comment, ApiEndpoint, need }: Call, Method: string, request: Fields) => ({
  Resource: 'arn:aws:states:::http:invoke',
  ...(Comment !== undefined && { Comment }),
  Arguments: { ApiEndpoint, Method, ...connection, ...request },
  needs: [...keyNeeds, need],
});

/** A question to Stripe. */
export const askStripe = ({ QueryParameters, ...call }: Call & { readonly QueryParameters: Fields }) =>
  httpTask(call, 'GET', { Headers: version, QueryParameters });

/**
 * The Idempotency-Key of an event: of one length for every identifier, since Stripe takes at most 255 characters.
 * Encoded before it is hashed, so that it does not matter in which bytes the hash takes a text.
 */
export const idempotencyKeyOf = (identifier: Jsonata): Jsonata =>
  jsonata`'meter-event/' & $hash($encodeUrlComponent(${identifier}), 'SHA-256')`;

/** What decides what is billed. */
interface MeterEvent {
  readonly identifier: Jsonata;
  readonly customerId: Jsonata;
  /** Bytes, as a text. */
  readonly value: Jsonata;
  readonly idempotencyKey: Jsonata;
}

/** The meter event, as both state machines send it. */
export const sendMeterEvent = ({
  identifier,
  customerId,
  value,
  idempotencyKey,
  ...call
}: MeterEvent & Omit<Call, 'ApiEndpoint'>) =>
  httpTask({ ...call, ApiEndpoint: '${meterEventsUrl}' }, 'POST', {
    Headers: {
      'Content-Type': 'application/x-www-form-urlencoded',
      ...version,
      'Idempotency-Key': idempotencyKey,
    },
    RequestBody: {
      event_name: '${meterEventName}',
      identifier,
      timestamp: jsonata`$string($timestamp)`,
      payload: { '${meterCustomerKey}': customerId, '${meterValueKey}': value },
    },
    Transform: { RequestBodyEncoding: 'URL_ENCODED' },
  });
