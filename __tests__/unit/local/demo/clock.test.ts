import { DemoClock, inWords } from '../../../../local/demo/clock';
import type { Services } from '../../../../local/services';

describe('the clock of the demo', () => {
  const moved = { aws: 0, stripe: 0 };
  const clock = new DemoClock({
    aws: { advance: (seconds: number) => (moved.aws += seconds) },
    stripe: { advanceSeconds: (seconds: number) => (moved.stripe += seconds) },
  } as unknown as Services);

  test('moves AWS and Stripe by the same, so that neither remembers what the other has forgotten', () => {
    const start = clock.now();
    expect(clock.advanceTo(start + 900)).toBeGreaterThan(895);
    expect(moved.aws).toBe(moved.stripe);
    expect(clock.now()).toBeGreaterThanOrEqual(start + 900);
  });

  test('never moves back, because Stripe would take an event of the future', () => {
    const before = moved.aws;
    expect(clock.advanceTo(clock.now() - 60)).toBe(0);
    expect(moved.aws).toBe(before);
  });
});

test.each([
  [0, '0 minutes'],
  [1, '1 minute'],
  [960, '16 minutes'],
  [3600, '1 hour'],
  [6300, '1 hour 45 minutes'],
])('%d seconds are %s', (seconds, words) => {
  expect(inWords(seconds)).toBe(words);
});
