import { catalog, meterEventsUrl, stripeApiVersion } from '../../settings/catalog';
import type { EventParams } from './context';

/** The arguments that send an event as the deployed state machines send theirs, except for an Idempotency-Key. */
export function sendArguments(connectionArn: string, event: EventParams) {
  return {
    ApiEndpoint: meterEventsUrl,
    Method: 'POST',
    InvocationConfig: { ConnectionArn: connectionArn },
    Headers: {
      'Content-Type': 'application/x-www-form-urlencoded',
      'Stripe-Version': stripeApiVersion,
    },
    RequestBody: {
      event_name: event.event_name,
      identifier: event.identifier,
      timestamp: String(event.timestamp),
      payload: event.payload,
    },
    Transform: { RequestBodyEncoding: 'URL_ENCODED' },
  };
}

/** An HTTP Task as the last state. */
export const httpState = (args: object) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::http:invoke',
  Arguments: args,
  TimeoutSeconds: 65,
  End: true,
});

/** An execution's error and cause, or its output, as one line. */
export const endText = ({
  status,
  error,
  cause,
}: {
  status?: string | undefined;
  error?: string | undefined;
  cause?: string | undefined;
}): string => (error ? `${error}: ${cause ?? ''}` : (status ?? 'no status'));

/** A payload as Stripe shows it. */
export const payloadText = (payload: Record<string, unknown> | undefined): string =>
  [catalog.meter.customerKey, catalog.meter.valueKey]
    .map((key) => `${key}=${String(payload?.[key] ?? '')}`)
    .join(', ');
