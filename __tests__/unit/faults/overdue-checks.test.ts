import { InMemory } from '../../helpers/in-memory';
import { ledgerMetrics } from '../../../ledger/metrics';

jest.setTimeout(60_000);

const hour = 3600;
const day = 24 * hour;

/** What recovery published last, by the name of the metric. */
function lastMetrics({ world }: InMemory): Record<string, number> {
  return Object.fromEntries(world.metrics.at(-1)!.map(({ MetricName, Value }) => [MetricName, Value]));
}

const check = (seconds: number) => ({
  openState: { S: 'pending' },
  dueAt: { N: String(Math.floor(seconds)) },
  hourStart: { N: '0' },
});

test('five overdue events behind 3,500 usage checks are five, because every page is counted', async () => {
  const inMemory = new InMemory();
  const { ledger } = inMemory.world;
  const now = inMemory.world.now();
  const put = (identifier: string, item: object) =>
    ledger.set(identifier, { identifier: { S: identifier }, ...item });
  for (let index = 0; index < 3_500; index++) {
    put(`#usage-check/cus_${index}/0`, check(now + hour));
  }
  for (let index = 0; index < 5; index++) {
    put(`upload-${index}`, {
      ...{ openState: { S: 'pending' }, dueAt: { N: String(now + 2 * hour) } },
      ...{ timestamp: { N: String(now - 2 * hour) }, customerId: { S: 'cus_1' } },
    });
  }
  await inMemory.recoverOnce();
  expect(lastMetrics(inMemory)).toEqual({
    [ledgerMetrics.open]: 5,
    [ledgerMetrics.oldestOpen]: expect.closeTo(2 * hour, -2),
    [ledgerMetrics.overdue]: 5,
  });
});

describe.each([
  ['Stripe says nothing of what it counted', 'AskStripe', 'States.Http.StatusCode.503'],
  ["DynamoDB does not say what is the customer's", 'ReadLedger', 'SdkClientException'],
  ['the check cannot be claimed', 'ClaimItem', 'SdkClientException'],
])('a comparison that cannot be made for two days, because %s,', (_, state, error) => {
  let inMemory: InMemory;
  beforeEach(async () => {
    inMemory = new InMemory();
    await inMemory.run();
    inMemory.world.faults.add({ state, kind: 'refuse', error, times: Infinity, detail: 0 });
  });
  const checkOf = () =>
    inMemory.world.ledger.items().find(({ hourStart }) => hourStart) as Record<string, { S: string }>;

  /** Lets time pass with a run of recovery every half an hour. */
  const pass = async (seconds: number) => {
    for (let passed = 0; passed < seconds; passed += hour / 2) {
      await inMemory.world.clock.advance(hour / 2);
      await inMemory.recoverOnce();
    }
  };

  test('is counted as overdue from the fourth hour on, and no more once it is made', async () => {
    await pass(3 * hour);
    expect(lastMetrics(inMemory)).toMatchObject({ [ledgerMetrics.overdue]: 0 });
    await pass(4 * hour);
    expect(lastMetrics(inMemory)).toMatchObject({ [ledgerMetrics.overdue]: 1, [ledgerMetrics.open]: 0 });
    await pass(2 * day - 7 * hour);
    expect(lastMetrics(inMemory)).toMatchObject({ [ledgerMetrics.overdue]: 1 });
    if (state !== 'ClaimItem') {
      expect(checkOf().lastError!.S).toContain(error);
    }
    inMemory.world.faults.clear();
    await pass(2 * hour);
    expect(lastMetrics(inMemory)).toMatchObject({ [ledgerMetrics.overdue]: 0 });
    expect(checkOf().status).toEqual({ S: 'equal' });
  });
});
