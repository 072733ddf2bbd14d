import { validateDefinition, type Diagnostic } from '../../../src/step-functions/validation/validate';

export const connectionArn =
  'arn:aws:events:ap-northeast-1:123456789012:connection/stripe/0d3ac2a5-7c0d-4b6a-9ec1-1f4f6a9a0b11';

export const pass = { Type: 'Pass', End: true };

/** An HTTP Task that AWS accepts. */
export const httpTask = {
  Type: 'Task',
  Resource: 'arn:aws:states:::http:invoke',
  Arguments: {
    ApiEndpoint: 'https://api.stripe.com/v1/billing/meter_events',
    Method: 'POST',
    InvocationConfig: { ConnectionArn: connectionArn },
    Headers: { 'Content-Type': 'application/x-www-form-urlencoded', 'Stripe-Version': '2026-01-01' },
    Transform: { RequestBodyEncoding: 'URL_ENCODED' },
    RequestBody: { event_name: 'file_processed' },
  },
  End: true,
};

/** Validates a JSONata machine of these states, the first of which it starts with. */
export function validate(states: object, machine: object = {}): Diagnostic[] {
  const definition = {
    QueryLanguage: 'JSONata',
    StartAt: Object.keys(states)[0],
    States: states,
    ...machine,
  };
  return validateDefinition(JSON.stringify(definition));
}

/** `location: message` of each finding. */
export function findings(states: object, machine: object = {}): string[] {
  return validate(states, machine).map(({ location, message }) => `${location}: ${message}`);
}
