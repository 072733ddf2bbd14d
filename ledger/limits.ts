/** Refusals (400, 402 or 404) after which an event is rejected, if Stripe did not count it. */
export const mostRefusals = 3;

/** Questions to Stripe that decide nothing, after which a person must. */
export const mostDoubts = 6;

/** Looks at an hour whose sums differ, after which a person is told: summaries are eventually consistent. */
export const mostLooks = 2;

/** Other open events of a minute of which every sum is compared with Stripe's; each doubles how many sums there are. */
export const mostOpenNeighbours = 10;
