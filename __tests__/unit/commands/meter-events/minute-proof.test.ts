import { minuteProof } from '../../../../commands/meter-events/minute-proof';

const now = 1_800_000_000;
const minute = (...events: [value: number, status: string, sentAt?: number][]) =>
  events.map(([value, status, sentAt], index) => ({
    identifier: index === 0 ? 'this' : `other-${index}`,
    value,
    status,
    timestamp: now - 86_400,
    ...(sentAt && { sentAt }),
  }));

test.each([
  ['less than the event', minute([100, 'pending']), 99, 'not counted'],
  ['exactly the event', minute([100, 'pending']), 100, 'counted'],
  ['the event and what others sent', minute([100, 'undecided'], [50, 'sent', 1]), 150, 'counted'],
  ['what others sent alone', minute([100, 'undecided'], [150, 'sent', 1]), 150, 'not counted'],
  ['either of two equal events', minute([100, 'undecided'], [100, 'undecided']), 100, 'undecided'],
  ['both of two equal events', minute([100, 'undecided'], [100, 'pending']), 200, 'counted'],
  ['a rejected event, which is in no sum', minute([100, 'pending'], [100, 'rejected']), 100, 'counted'],
  ['what no sum of the ledger gives', minute([100, 'pending'], [50, 'sent', 1]), 170, 'undecided'],
  ['an event of nothing', minute([0, 'pending']), 0, 'nothing to count'],
  [
    'too many open events to try all sums',
    minute([100, 'pending'], ...Array.from({ length: 11 }, (): [number, string] => [7, 'pending'])),
    170,
    'undecided',
  ],
])('%s: as recovery concludes', (_, events, stripe, proof) => {
  expect(minuteProof(events[0]!, events, stripe, now).proof).toBe(proof);
});

test('nothing is concluded before Stripe has surely aggregated what was sent last', () => {
  const events = minute([100, 'pending'], [50, 'sent', now - 60]);
  const { proof, sentence } = minuteProof(events[0]!, events, 50, now);
  expect(proof).toBe('too early');
  expect(sentence).toContain('may not have aggregated it before');
});
