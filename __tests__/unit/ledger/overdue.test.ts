import { checkDueSince, isOverdue, type PendingItem } from '../../../ledger/overdue';
import { usageCheckKey } from '../../../ledger/keys';
import {
  claimSeconds,
  laterClaimSeconds,
  overdueSeconds,
  usageCheckDueAt,
  usageCheckOverdueClaims,
  usageCheckOverdueSeconds,
} from '../../../ledger/times';
import { attributesOf } from '../../helpers/ledger-attributes';
import { visitState } from '../../helpers/visited-state';

const now = 1_800_000_000;

const nothingMeasured = { openEvents: 0, oldestTimestamp: [], overdue: 0, openPage: {} };

const measured = async (...items: Parameters<typeof attributesOf>[0][]) => {
  const { variables } = await visitState('MeasureOpenItems', {
    machine: 'recovery',
    now,
    variables: nothingMeasured,
    result: { Items: items.map(attributesOf) },
  });
  return variables;
};

const event = (age: number): PendingItem => ({ timestamp: now - age, dueAt: now + 60, attempts: 9 });

describe('an item is overdue for recovery and for a person’s commands alike, to the second', () => {
  test.each<[string, PendingItem, boolean]>([
    ['an event of an hour ago', event(overdueSeconds), false],
    ['an event of a second more', event(overdueSeconds + 1), true],
    ['a check that waits for its hour', { dueAt: now + 3600 }, false],
    [
      'a check that was claimed four times',
      { dueAt: now + 60, attempts: usageCheckOverdueClaims - 1 },
      false,
    ],
    ['a check that was claimed five times', { dueAt: now + 60, attempts: usageCheckOverdueClaims }, true],
    ['a check that was due three hours ago', { dueAt: now - usageCheckOverdueSeconds }, false],
    ['a check that nobody could claim since', { dueAt: now - usageCheckOverdueSeconds - 1 }, true],
  ])('%s', async (_, item, overdue) => {
    expect(isOverdue(item, now)).toBe(overdue);
    const { overdue: count } = await measured({ openState: 'pending', ...item });
    expect(count).toBe(overdue ? 1 : 0);
  });

  test('the fifth claim of a check is three hours after it was due', () => {
    const later = usageCheckOverdueClaims - 3;
    expect(2 * claimSeconds + later * laterClaimSeconds).toBe(usageCheckOverdueSeconds);
  });
});

test('whatever needs a person counts as overdue, and no check as an open event', async () => {
  const person = { openState: 'needs-person', dueAt: now };
  const { overdue, openEvents, oldestTimestamp } = await measured(
    { ...person, timestamp: now },
    person,
    { openState: 'pending', dueAt: now, attempts: 9 },
    { openState: 'pending', dueAt: now, timestamp: now - 30 },
    { openState: 'pending', dueAt: now, timestamp: now - 90 },
  );
  expect({ overdue, openEvents, oldestTimestamp }).toEqual({
    overdue: 3,
    openEvents: 2,
    oldestTimestamp: [now - 90],
  });
});

test('an empty ledger has no overdue item and no oldest event', async () => {
  const variables = await measured();
  expect(variables).toMatchObject({ overdue: 0, openEvents: 0, openPage: {} });
  const { asked } = await visitState('PublishMetrics', { machine: 'recovery', now, variables });
  const { MetricData } = asked as { MetricData: { Value: number }[] };
  expect(MetricData.map(({ Value }) => Value)).toEqual([0, 0, 0]);
});

test('a check is first due 45 minutes after its hour, also by the key of a customer whose name has a slash', () => {
  const timestamp = now + 17;
  expect(checkDueSince(usageCheckKey('cus/1', timestamp))).toBe(usageCheckDueAt(timestamp, 0));
});
