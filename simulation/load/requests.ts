import type { StripeRequest } from './load-world';

/** The most requests that were sent within any time of so many seconds, for each of these. */
export function highestRate(requests: readonly StripeRequest[], seconds: number): number {
  let first = 0;
  let most = 0;
  requests.forEach(({ time }, index) => {
    while (requests[first]!.time <= time - seconds) {
      first += 1;
    }
    most = Math.max(most, index - first + 1);
  });
  return most / seconds;
}
