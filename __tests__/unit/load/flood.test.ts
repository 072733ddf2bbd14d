import { flooded, type Flood } from '../../../simulation/load/flood';
import { problemsOf } from '../../../simulation/load/problems';
import { highestRate } from '../../../simulation/load/requests';
import { paceSeconds } from '../../../settings/recovery';
import { stripeRateLimits } from '@usage-billing/local-stripe/rate-limit';

/** Half a minute at most on an idle machine; others may have most of this one. */
jest.setTimeout(900_000);

/** Enough for every limit to bind; `npm run bench -- load` offers 10,000. */
const uploads = 3_000;

let measured: Flood;

beforeAll(async () => {
  measured = await flooded(uploads);
});

test('ten times more uploads than Stripe and AWS take are all processed, and billed once', () => {
  const { flood, world } = measured;
  const failures = flood.ended.filter(({ result }) => result.status !== 'SUCCEEDED');
  expect(failures.map(({ result }) => result.cause)).toEqual([]);
  expect(flood.ended).toHaveLength(uploads);
  expect(world.stripe.accepted).toHaveLength(uploads + measured.later.offered);
  expect(problemsOf(world)).toEqual([]);
});

test('a part of the flood is too much for the executions’ own retries, so that recovery has work', () => {
  const { flood } = measured;
  expect(flood.sent.length).toBeGreaterThan(uploads / 3);
  expect(flood.sent.length).toBeLessThan(uploads);
});

test('recovery sends at most as many requests a second as the settings say', () => {
  const { requests, environment } = measured.world;
  const { requestsPerSecond } = environment.recovery;
  const ofRecovery = requests.filter(({ machine }) => machine === 'recovery');
  expect(highestRate(ofRecovery, paceSeconds(environment.recovery))).toBeLessThanOrEqual(requestsPerSecond);
  expect(ofRecovery.filter(({ succeeded }) => !succeeded)).toEqual([]);
});

test('new uploads are sent by their own executions while recovery drains the flood', () => {
  const { later } = measured;
  expect(later.sent).toHaveLength(later.offered);
  expect(Math.max(...later.ended.map(({ seconds }) => seconds))).toBeLessThan(20);
});

test('all is counted in the time that recovery’s own rate needs, after the quarter of an hour that it waits', () => {
  const { flood, seconds, secondsAtLimit, world } = measured;
  const { requestsPerSecond } = world.environment.recovery;
  const left = uploads - flood.sent.length;
  // Half of the rate: for each event recovery may need to ask Stripe as well. Ten minutes are the flood itself.
  expect(seconds).toBeLessThan(600 + 1_200 + 1.2 * (left / (requestsPerSecond / 2)));
  expect(seconds).toBeGreaterThan(secondsAtLimit);
  expect(secondsAtLimit).toBe(uploads / stripeRateLimits.sandbox);
});
