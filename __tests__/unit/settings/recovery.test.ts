import { environmentNames } from '../../../settings/environment-names';
import { environmentOf } from '../../../settings/environments';
import { checkRecovery, freeRequestsPerSecond } from '../../../settings/recovery';

const check =
  (recovery: object, stripeMode: 'test' | 'live' = 'test') =>
  () =>
    checkRecovery('test', {
      recovery: { concurrency: 10, requestsPerSecond: 5, ...recovery },
      stripeMode,
    });

test('every environment sends its open meter events at a pace that Stripe takes', () => {
  for (const name of environmentNames) {
    expect(() => checkRecovery(name, environmentOf(name))).not.toThrow();
  }
});

describe('the pace of recovery', () => {
  test.each(['concurrency', 'requestsPerSecond', 'intervalMinutes'])(
    'is refused where %s is no whole number of at least 1, because nothing would be sent',
    (setting) => {
      for (const value of [0, -1, 1.5, NaN, Infinity]) {
        expect(check({ [setting]: value })).toThrow(
          new Error(
            `"recovery.${setting}" of test in settings/environments.ts is ${value}, but must be a whole number of at least 1.`,
          ),
        );
      }
      expect(check({ [setting]: 1 })).not.toThrow();
    },
  );

  test.each([
    ['test', 25],
    ['live', 1_000],
  ] as const)('is refused above the requests a second that Stripe takes in %s mode', (mode, limit) => {
    expect(check({ requestsPerSecond: limit }, mode)).not.toThrow();
    expect(check({ requestsPerSecond: limit + 1 }, mode)).toThrow(
      `"recovery.requestsPerSecond" of test in settings/environments.ts is ${limit + 1}, but must be at most ${limit}, which Stripe takes in ${mode} mode`,
    );
  });

  test('is refused with runs more than ten minutes apart, or the alarm would fire after one failed run', () => {
    expect(check({ intervalMinutes: 10 })).not.toThrow();
    expect(check({ intervalMinutes: 11 })).toThrow(
      'is 11, but must be at most 10, because the alarm StripeMeterRecoverySilent looks at 30 minutes.',
    );
  });
});

test.each([
  ['test', 5, 20],
  ['test', 25, 1],
  ['live', 60, 70],
  ['live', 1_000, 1],
] as const)(
  'in %s mode recovery with %i requests a second leaves %i to a command that reads much',
  (stripeMode, requestsPerSecond, left) => {
    expect(freeRequestsPerSecond({ stripeMode, recovery: { concurrency: 1, requestsPerSecond } })).toBe(left);
  },
);
