import { drained, type Drain } from '../../../simulation/load/outage';
import { problemsOf } from '../../../simulation/load/problems';
import { highestRate } from '../../../simulation/load/requests';
import { paceSeconds } from '../../../settings/recovery';

/** A quarter of a minute on an idle machine; others may have most of this one. */
jest.setTimeout(900_000);

/** `npm run bench -- load` sends 10,000. */
const events = 2_500;

let measured: Drain;

beforeAll(async () => {
  measured = await drained('live', events);
});

test('thousands of events that are open at once are all sent, once, and compared', () => {
  expect(measured.world.stripe.accepted).toHaveLength(events);
  expect(problemsOf(measured.world)).toEqual([]);
});

test('they are sent at the rate of the settings, not above it and not far below', () => {
  const { requests, environment } = measured.world;
  const { recovery } = environment;
  expect(highestRate(requests, paceSeconds(recovery))).toBeLessThanOrEqual(recovery.requestsPerSecond);
  // Half of the rate is for questions. A page of items takes as long as its last item.
  const { seconds } = measured;
  expect(events / seconds).toBeGreaterThan((0.6 * recovery.requestsPerSecond) / 2);
});
