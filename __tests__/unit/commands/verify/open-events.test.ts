import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { tried } from '../../../../commands/verify/check';
import { Facts } from '../../../../commands/verify/facts';
import { openEventsCheck } from '../../../../commands/verify/checks/open-events';
import { environmentOf } from '../../../../settings/environments';
import { refusal, responding } from '../../../helpers/aws-responses';
import { without } from '../../../helpers/without';

afterEach(() => jest.restoreAllMocks());

const line = () => tried(openEventsCheck(new Facts(environmentOf('live'))));

describe('open events', () => {
  const now = Math.floor(Date.now() / 1000);
  const event = (identifier: string, minutesAgo: number) => ({
    identifier: { S: identifier },
    timestamp: { N: String(now - minutesAgo * 60) },
    dueAt: { N: String(now) },
    attempts: { N: '1' },
  });
  const usageCheck = { identifier: { S: '#usage-check/cus_1/1767229200' }, dueAt: { N: String(now) } };

  /** The line, where the index holds these pending items and these that need a person. */
  function openLine(pending: object[], needsPerson: object[] = []) {
    jest.spyOn(DynamoDBClient.prototype, 'send').mockImplementation((command: { input: unknown }) => {
      const { ExpressionAttributeValues } = command.input as {
        ExpressionAttributeValues: Record<string, { S: string }>;
      };
      const isPending = ExpressionAttributeValues[':openState']?.S === 'pending';
      return Promise.resolve({ Items: isPending ? pending : needsPerson }) as never;
    });
    return line();
  }

  test('that are on their way, and usage checks that wait for their hour, are none to care about', async () => {
    expect(await openLine([event('a', 3), event('b', 59), usageCheck])).toMatchObject({
      outcome: 'passed',
      seen: 'none is overdue, none needs a person, 2 to be sent',
    });
  });

  test('for more than an hour are named, with the command that shows why', async () => {
    const pending = ['a', 'b', 'c', 'd'].map((identifier) => event(identifier, 61));
    expect(await openLine(pending)).toMatchObject({
      outcome: 'failed',
      seen: '4 for more than an hour: a, b, c, …',
      remedy: [
        'npm run meter-events -- --workspace live',
        expect.stringMatching(/^Remove the cause in LAST ERROR/),
      ],
    });
  });

  test('are comparisons too that could not be made for three hours, each with since when', async () => {
    const check = { ...usageCheck, attempts: { N: '5' } };
    expect(await openLine([check, usageCheck])).toMatchObject({
      outcome: 'failed',
      seen:
        '1 could not be compared with Stripe for more than 3 hours: ' +
        '#usage-check/cus_1/1767229200 since 2026-01-01T02:45:00Z',
      remedy: ['npm run meter-events -- --workspace live', expect.stringMatching(/recovery compares\.$/)],
    });
  });

  test('that need a person are named, usage checks too: nobody else decides them', async () => {
    expect(await openLine([], [event('e', 1), usageCheck])).toMatchObject({
      outcome: 'failed',
      seen: '2 need a person: e, #usage-check/cus_1/1767229200',
    });
  });

  test('that this version does not know are named, because neither the time nor the alarm would show them', async () => {
    const timeless = without(event('timeless', 1), 'timestamp');
    const uncounted = without(event('uncounted', 1), 'attempts');
    expect(await openLine([event('a', 3), timeless, uncounted, usageCheck])).toMatchObject({
      outcome: 'failed',
      seen: '2 that this version does not know: timeless, uncounted',
      remedy: ['npm run meter-events -- --workspace live', expect.stringContaining('is not known')],
    });
  });

  test('are left to the alarm by credentials that may not see customers', async () => {
    const message = 'User: me is not authorized to perform: dynamodb:Query on resource: it';
    responding(DynamoDBClient, { Query: refusal('AccessDeniedException', message) });
    expect(await line()).toMatchObject({
      outcome: 'not checked',
      seen: 'these credentials may not do dynamodb:Query; the state of StripeMeterEventsOverdue tells whether there are any',
    });
  });

  test('are not checked without a table, which another line says', async () => {
    responding(DynamoDBClient, { Query: refusal('ResourceNotFoundException') });
    expect(await line()).toMatchObject({ outcome: 'not checked', seen: 'there is no table' });
  });
});
