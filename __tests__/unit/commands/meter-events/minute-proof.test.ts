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
  [99, 'Stripe did not count this event.'],
  [100, 'Stripe counted this event.'],
  [150, 'No sum of the ledger gives what Stripe counted'],
])('says what a sum of %i bytes proves of an event of 100', (stripe, sentence) => {
  const events = minute([100, 'pending']);
  expect(minuteProof(events[0]!, events, stripe, now).sentence).toContain(sentence);
});

test('names the other events for which both are possible', () => {
  const events = minute([100, 'undecided'], [100, 'pending']);
  const { otherSent, otherOpen, sentence } = minuteProof(events[0]!, events, 100, now);
  expect({ otherSent, otherOpen }).toEqual({ otherSent: 0, otherOpen: [100] });
  expect(sentence).toContain('because of 1 other event of this minute that is not known to be sent');
});

test('nothing is concluded before Stripe has surely aggregated what was sent last', () => {
  const events = minute([100, 'pending'], [50, 'sent', now - 60]);
  const { proof, sentence } = minuteProof(events[0]!, events, 50, now);
  expect(proof).toBe('too early');
  expect(sentence).toContain('may not have aggregated it before');
});

test('nothing is concluded from a minute with an event whose bytes this version cannot read', () => {
  const events = minute([100, 'pending'], [NaN, 'withdrawn']);
  const { proof, otherOpen, sentence } = minuteProof(events[0]!, events, 0, now);
  expect([proof, otherOpen]).toEqual(['undecided', []]);
  expect(sentence).toBe('Nothing is proven: this version cannot read the bytes of 1 event of this minute.');
});
