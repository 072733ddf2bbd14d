/** Refusals (400, 402 or 404) after which an event is rejected, if Stripe did not count it. */
export const mostRefusals = 3;

/** Questions to Stripe that decide nothing, after which a person must. */
export const mostDoubts = 6;

/** Looks at an hour whose sums differ, after which a person is told: summaries are eventually consistent. */
export const mostLooks = 2;

/**
 * Bytes of the list of result keys as DynamoDB is given it, in JSON. Source: Step Functions quotas, 256 KiB for the input or
 * result of a task; 16 KiB of them for the rest of the item. DynamoDB's 400 KB for an item are not reached so.
 */
export const mostKeysBytes = 240 * 1024;

/** Bytes of the input that a child is given. Source: as above; 1 KiB for the rest of the call. */
export const mostChildInputBytes = 255 * 1024;

/** Other open events of a minute of which every sum is compared with Stripe's; each doubles how many sums there are. */
export const mostOpenNeighbours = 10;
