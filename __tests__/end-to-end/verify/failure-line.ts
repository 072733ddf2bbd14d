import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { Facts } from '../../../commands/verify/facts';
import type { Deployed } from '../../helpers/deployed';
import { evaluateAlarm, setAlarmState } from './alarm-evaluation';
import { deploy } from './breakage';
import { lookAtFailure } from './lines';
import { machine } from './machine-changes';

/** The line of the failure that the command itself causes. */
export function failureLine(current: () => Deployed): void {
  afterEach(() => setAlarmState(current(), 'OK'));

  test('the error is recorded, but the alarm does not fire', async () => {
    const line = await lookAtFailure(current());
    expect(line).toMatchObject({
      outcome: 'failed',
      seen: expect.stringMatching(
        /was recorded \(States.Http.StatusCode.4\d\d\), but .* did not fire within 5 s/,
      ),
    });
    expect(line.remedy[0]).toMatch(deploy);
  });

  test('the error is not recorded, so that nobody could send the event again', async () => {
    const changed = machine((definition) => ({
      definition: definition.replace('SET stripeMeterError = ', 'SET another = '),
    }));
    const restore = await changed(current(), new Facts(current().environment));
    const line = await lookAtFailure(current());
    await restore();
    expect(line).toMatchObject({
      outcome: 'failed',
      seen: 'an event that Stripe rejects is not recorded as stripeMeterError',
    });
    expect(line.remedy[0]).toMatch(deploy);
  });

  test('the error is not in the ledger, so that recovery does not know why', async () => {
    const changed = machine((definition) => ({
      definition: definition.replace('SET lastError = ', 'SET another = '),
    }));
    const restore = await changed(current(), new Facts(current().environment));
    const line = await lookAtFailure(current());
    await restore();
    expect(line).toMatchObject({
      outcome: 'failed',
      seen: expect.stringContaining('is not pending in the ledger with its error'),
    });
    expect(line.remedy[0]).toMatch(deploy);
    expect(await ownItems(current())).toEqual([]);
  });

  test('an alarm that has fired already proves nothing, and nothing fails for it', async () => {
    await setAlarmState(current(), 'ALARM');
    const before = current().services.stripe.attempts.length;
    expect(await lookAtFailure(current())).toMatchObject({ outcome: 'not checked' });
    expect(current().services.stripe.attempts).toHaveLength(before);
  });

  test('bills nobody, and leaves nothing that somebody or recovery would send again', async () => {
    const { services, environment } = current();
    const values = () => services.stripe.meterEvents('test').map(({ payload }) => payload.value);
    const before = values();
    const stop = evaluateAlarm(current());
    expect(await lookAtFailure(current())).toMatchObject({ outcome: 'passed' });
    await stop();
    // The file that is sent first, and the event of 0 bytes that makes the failure's a duplicate.
    expect(values().slice(before.length)).toEqual(['10', '0']);
    const records = await services.clients.dynamodb.send(
      new ScanCommand({
        TableName: environment.names.processingHistoryTable,
        FilterExpression: 'begins_with(#id, :own) AND attribute_exists(stripeMeterError)',
        ExpressionAttributeNames: { '#id': 'processing-historyId' },
        ExpressionAttributeValues: { ':own': { S: 'verify-failure-' } },
      }),
    );
    expect(records.Items).toEqual([]);
    expect(await ownItems(current())).toEqual([]);
  });
}

/** The identifiers that the failures of `verify` left in the ledger. */
async function ownItems({ services, environment }: Deployed): Promise<unknown[]> {
  const { Items = [] } = await services.clients.dynamodb.send(
    new ScanCommand({ TableName: environment.names.meterEventsTable, ConsistentRead: true }),
  );
  return Items.map(({ identifier }) => identifier?.S ?? '').filter((id) => /verify.failure/.test(id));
}
