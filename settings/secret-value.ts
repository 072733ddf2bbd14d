/** The name under which the secret's JSON value holds the Stripe key. */
export const stripeKeyField = 'STRIPE_SECRET_KEY';

/** The secret's value as it is shown to people, without a key. */
export const secretValueShape = `{"${stripeKeyField}": …}`;

/** The secret's value for a Stripe key. */
export const secretValueOf = (key: string): string => JSON.stringify({ [stripeKeyField]: key });

/** The Stripe key in a secret's value; undefined when the value is not the JSON that the connection reads. */
export function stripeKeyIn(value: string | undefined): string | undefined {
  try {
    const key = (JSON.parse(value ?? '') as Record<string, unknown>)[stripeKeyField];
    return typeof key === 'string' ? key : undefined;
  } catch {
    return undefined;
  }
}
