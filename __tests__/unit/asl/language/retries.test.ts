import { flow } from '../../../../asl/src/language/flow';
import { jsonata } from '../../../../asl/src/language/jsonata';
import { checkDeadline, longestSeconds, longestWaits } from '../../../../asl/src/language/retries';
import { choice, succeed, task, type Retrier } from '../../../../asl/src/language/states';

const errors = { ErrorEquals: ['States.ALL'] };
const call = <const Next extends string>(next: Next, TimeoutSeconds: number, ...Retry: Retrier[]) =>
  task({ Resource: 'arn', Arguments: {}, TimeoutSeconds, Retry, Next: next, needs: [] });
const twice = { ...errors, MaxAttempts: 1, IntervalSeconds: 2 };

test('waits double up to the longest, as Amazon States Language has it', () => {
  expect(longestWaits({ ...errors, MaxAttempts: 5, IntervalSeconds: 2, MaxDelaySeconds: 30 })).toEqual([
    2, 4, 8, 16, 30,
  ]);
  expect(longestWaits({ ...errors, MaxAttempts: 2, BackoffRate: 1 })).toEqual([1, 1]);
});

test('a state takes every attempt and every wait at most, of all its retriers', () => {
  expect(longestSeconds(call('B', 10))).toBe(10);
  expect(longestSeconds(call('B', 10, twice, { ...errors, MaxAttempts: 0 }))).toBe(22);
});

describe('a deadline', () => {
  const States = {
    A: choice({ Choices: [{ Condition: jsonata`true`, Next: 'Short' }], Default: 'Long' }),
    Short: call('End', 5),
    Long: call('Again', 10, twice),
    Again: choice({ Choices: [{ Condition: jsonata`true`, Next: 'Long' }], Default: 'End' }),
    End: succeed({ Output: '' }),
  };
  const ways = flow({ StartAt: 'A', States });

  test('holds the way that takes longest, a repeated state once', () => {
    expect(() => checkDeadline(ways, { from: 'A', seconds: 22, name: 'the test' })).not.toThrow();
    expect(() => checkDeadline(ways, { from: 'A', seconds: 21, name: 'the test' })).toThrow(
      'The states A, Long take at most 22 s with all their retries, but the test has 21 s: ' +
        'let them retry less, or time out earlier.',
    );
  });

  test('ends with the state that it names', () => {
    expect(() => checkDeadline(ways, { from: 'A', to: 'Again', seconds: 22, name: 'it' })).not.toThrow();
    expect(() => checkDeadline(ways, { from: 'Again', to: 'Again', seconds: 0, name: 'it' })).not.toThrow();
  });
});
