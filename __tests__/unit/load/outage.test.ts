import type { Drain } from '../../../simulation/load/outage';
import { environmentOf } from '../../../settings/environments';
import { simulated } from '../../helpers/simulated';

/** `npm run bench -- load` sends 10,000. */
const events = 2_500;

let measured: Drain;

// Five seconds on an idle machine; others may have most of this one.
beforeAll(async () => {
  measured = await simulated('outage', 'live', events);
}, 300_000);

test('thousands of events that are open at once are all sent, once, and compared', () => {
  expect(measured.counted).toBe(events);
  expect(measured.problems).toEqual([]);
});

test('they are sent at the rate of the settings, not above it and not far below', () => {
  const { requestsPerSecond } = environmentOf('live').recovery;
  expect(measured.highestRate).toBeLessThanOrEqual(requestsPerSecond);
  // Half of the rate is for questions. A page of items takes as long as its last item.
  expect(events / measured.seconds).toBeGreaterThan((0.6 * requestsPerSecond) / 2);
});
