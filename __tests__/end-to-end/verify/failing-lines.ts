import { ScanCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { checklist } from '../../../commands/verify/checklist';
import { Facts } from '../../../commands/verify/facts';
import { stripeClientOf } from '../../../local/catalog';
import { catalog } from '../../../settings/catalog';
import type { Deployed } from '../../helpers/deployed';
import { alarmBreakages } from './alarm-breakages';
import { evaluateAlarm, setAlarmState } from './alarm-evaluation';
import { deploy } from './breakage';
import { catalogBreakages } from './catalog-breakages';
import { keyBreakages } from './key-breakages';
import { linesOf, look, lookAtFailure, lookAtSent, run, send } from './lines';
import { ledgerBreakages } from './ledger-breakages';
import { machineBreakages } from './machine-breakages';
import { machine } from './machine-changes';
import { recoveryAlarmBreakages } from './recovery-alarm-breakages';
import { recoveryBreakages } from './recovery-breakages';
import { recoveryRoleBreakages } from './recovery-role-breakages';
import { roleBreakages } from './role-breakages';

export function failingLines(current: () => Deployed): void {
  const breakages = [
    ...keyBreakages,
    ...catalogBreakages,
    ...roleBreakages,
    ...recoveryRoleBreakages,
    ...machineBreakages,
    ...recoveryBreakages,
    ...ledgerBreakages,
    ...alarmBreakages,
    ...recoveryAlarmBreakages,
  ];

  test('account: the credentials are of another one', async () => {
    const line = await look(
      current(),
      'account',
      new Facts({ ...current().environment, accountId: '111122223333' }),
    );
    expect(line).toMatchObject({
      outcome: 'failed',
      seen: expect.stringContaining('of account 002689294103'),
    });
    expect(line.seen).toContain('AWS_PROFILE');
  });

  test.each(breakages)('$line: $wrong', async ({ line, make, seen: what, remedy }) => {
    const restore = await make(current(), new Facts(current().environment));
    try {
      const found = await look(current(), line);
      expect(found.seen).toMatch(what);
      expect(found.outcome).toBe('failed');
      expect(found.remedy[0]).toMatch(remedy);
    } finally {
      await restore();
    }
  });

  test('sent-execution, sent-record and sent-ledger: Stripe rejects the event', async () => {
    const remove = current().services.stripe.faults.add({
      path: '/v1/billing/meter_events',
      kind: 'status',
      status: 404,
    });
    const sending = send(current());
    await sending.sent();
    remove();
    const [execution, event, record, ledger] = [
      await lookAtSent(current(), sending, 'sent-execution'),
      await lookAtSent(current(), sending, 'sent-event'),
      await lookAtSent(current(), sending, 'sent-record'),
      await lookAtSent(current(), sending, 'sent-ledger'),
    ];
    expect(execution.seen).toContain('the meter event was not sent: States.Http.StatusCode.404');
    expect(execution.remedy.join()).toMatch(/stripe:catalog.*Find the customer/);
    expect(event.outcome).toBe('not checked');
    expect(record.seen).toMatch(
      /stripeMeterError is States.Http.StatusCode.404, stripeMeterSentAt is missing/,
    );
    expect(record.remedy[0]).toMatch(/^npm run logs/);
    expect(ledger.seen).toBe('status is pending, lastError is States.Http.StatusCode.404');
    expect(ledger.remedy).toContain('npm run meter-events -- --workspace test');
  });

  test('sent-event: Stripe accepted the event, but does not count it', async () => {
    const sending = send(current());
    const { processingHistoryId } = await sending.sent();
    await stripeClientOf(current().services.stripe, current().key).billing.meterEventAdjustments.create({
      event_name: catalog.meter.eventName,
      type: 'cancel',
      cancel: { identifier: processingHistoryId },
    });
    const line = await lookAtSent(current(), sending, 'sent-event');
    expect(line).toMatchObject({ outcome: 'failed', seen: expect.stringMatching(/did not grow by 10/) });
    expect(line.remedy[0]).toMatch(/stripe:catalog/);
  });

  test('sent-record: the record names no result', async () => {
    const sending = send(current());
    const { processingHistoryId } = await sending.sent();
    await current().services.clients.dynamodb.send(
      new UpdateItemCommand({
        TableName: current().environment.names.processingHistoryTable,
        Key: { 'processing-historyId': { S: processingHistoryId } },
        UpdateExpression: 'REMOVE downloadS3Keys',
      }),
    );
    const line = await lookAtSent(current(), sending, 'sent-record');
    expect(line).toMatchObject({ outcome: 'failed', seen: 'downloadS3Keys is empty' });
  });

  test('sent-ledger: the ledger does not say that the event was sent', async () => {
    const sending = send(current());
    const { processingHistoryId } = await sending.sent();
    await current().services.clients.dynamodb.send(
      new UpdateItemCommand({
        TableName: current().environment.names.meterEventsTable,
        Key: { identifier: { S: processingHistoryId } },
        UpdateExpression: 'SET #status = :pending',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: { ':pending': { S: 'pending' } },
      }),
    );
    const line = await lookAtSent(current(), sending, 'sent-ledger');
    expect(line).toMatchObject({ outcome: 'failed', seen: 'status is pending' });
  });

  test('sent-execution: nothing is sent for a customer that Stripe does not have', async () => {
    const before = current().services.stripe.attempts.length;
    const result = await run('--json', '--customer', 'cus_unknown', '--bucket', current().application.bucket);
    const line = linesOf(result).find(({ id }) => id === 'sent-execution');
    expect(line).toMatchObject({
      outcome: 'failed',
      seen: expect.stringContaining('cus_unknown is not a customer'),
    });
    expect(current().services.stripe.attempts).toHaveLength(before);
    expect(result.exitCode).toBe(1);
  });

  describe('error-handling', () => {
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
  });

  test('every line of the checklist is broken above', () => {
    const ids = checklist(new Facts(current().environment)).map(({ id }) => id);
    const broken = new Set(['account', ...breakages.map(({ line }) => line)]);
    expect(ids.filter((id) => !broken.has(id))).toEqual([]);
  });

  test('after the repairs every line passes: no test above left anything behind', async () => {
    const { output } = await run('--no-send');
    expect(output).not.toMatch(/^✗/m);
  });
}

/** The identifiers that the failures of `verify` left in the ledger. */
async function ownItems({ services, environment }: Deployed): Promise<unknown[]> {
  const { Items = [] } = await services.clients.dynamodb.send(
    new ScanCommand({ TableName: environment.names.meterEventsTable, ConsistentRead: true }),
  );
  return Items.map(({ identifier }) => identifier?.S ?? '').filter((id) => /verify.failure/.test(id));
}
