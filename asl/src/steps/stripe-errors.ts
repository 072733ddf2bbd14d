const status = (...codes: readonly number[]) => codes.map((code) => `States.Http.StatusCode.${code}`);

/** The connection is being changed, or EventBridge has a fault: it works again soon. */
const connectionBusy = [
  'Events.ConnectionResource.ConcurrentModification',
  'Events.ConnectionResource.AuthInProgress',
  'Events.ConnectionResource.InternalError',
];

/** The connection works only after a person has done something. */
const connectionUnusable = [
  'Events.ConnectionResource.InvalidConnectionState',
  'Events.ConnectionResource.AccessDenied',
  'Events.ConnectionResource.ResourceNotFound',
];

const lost = ['States.Http.Socket', 'States.Timeout'];

/** Stripe cannot answer now. */
export const unanswered = [...status(429, 500, 502, 503, 504), ...lost];

/** The same, and another request with the same Idempotency-Key that is not done: an attempt whose response was lost. */
export const sendAgain = [...status(409), ...unanswered, ...connectionBusy];

/** Stripe or AWS refuses every request of this key or role. */
export const refusedToEverybody = [...status(401, 403), 'States.Http.AccessDenied', ...connectionUnusable];

/** Stripe refuses this meter event. */
export const refusals = status(400, 402, 404);

/** Nothing reached Stripe's meter because there were too many requests, or because the connection is busy. */
export const tooBusy = [...status(429), ...connectionBusy];

/** Stripe refuses the question: the customer or the meter may not exist. */
export const unknown = status(400, 404);

/** After one of these the request has certainly recorded nothing. */
export const notTaken = [
  ...status(400, 401, 402, 403, 404, 429),
  'States.Http.AccessDenied',
  ...connectionBusy,
  ...connectionUnusable,
];
