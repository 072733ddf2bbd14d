import type { Flood } from '../../../simulation/load/flood';
import { environmentOf } from '../../../settings/environments';
import { stripeRateLimits } from '@usage-billing/local-stripe/rate-limit';
import { simulated } from '../../helpers/simulated';

/** Enough for every limit to bind; `npm run bench -- load` offers 10,000. */
const uploads = 3_000;

const { requestsPerSecond } = environmentOf('test').recovery;

let measured: Flood;

// A quarter of a minute on an idle machine; others may have most of this one.
beforeAll(async () => {
  measured = await simulated('flood', uploads);
}, 300_000);

test('ten times more uploads than Stripe and AWS take are all processed, and billed once', () => {
  const { flood, later, counted, problems } = measured;
  expect(flood.failures).toEqual([]);
  expect(flood.ended).toBe(uploads);
  expect(counted).toBe(uploads + later.offered);
  expect(problems).toEqual([]);
});

test('a part of the flood is too much for the executions’ own retries, so that recovery has work', () => {
  const { flood } = measured;
  expect(flood.sent).toBeGreaterThan(uploads / 3);
  expect(flood.sent).toBeLessThan(uploads);
});

test('recovery sends at most as many requests a second as the settings say', () => {
  const { recovery } = measured;
  expect(recovery.highestRate).toBeGreaterThan(0);
  expect(recovery.highestRate).toBeLessThanOrEqual(requestsPerSecond);
  expect(recovery.failedRequests).toBe(0);
});

test('new uploads are sent by their own executions while recovery drains the flood', () => {
  const { later } = measured;
  expect(later.sent).toBe(later.offered);
  expect(later.slowestSeconds).toBeLessThan(20);
});

test('all is counted in the time that recovery’s own rate needs, after the quarter of an hour that it waits', () => {
  const { flood, seconds, secondsAtLimit } = measured;
  const left = uploads - flood.sent;
  // Half of the rate: for each event recovery may need to ask Stripe as well. Ten minutes are the flood itself.
  expect(seconds).toBeLessThan(600 + 1_200 + 1.2 * (left / (requestsPerSecond / 2)));
  expect(seconds).toBeGreaterThan(secondsAtLimit);
  expect(secondsAtLimit).toBe(uploads / stripeRateLimits.sandbox);
});
