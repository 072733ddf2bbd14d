import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { tried, type Line } from '../../../commands/verify/check';
import { sendChecks } from '../../../commands/verify/checks/sent-file';
import { Facts } from '../../../commands/verify/facts';
import { stripeClientOf } from '../../../local/catalog';
import { verifyFailurePrefix } from '../../../settings/application';
import { catalog } from '../../../settings/catalog';
import type { Deployed } from '../../helpers/deployed';
import { until } from '../../helpers/until';
import { evaluateAlarm, setAlarmState } from './alarm-evaluation';
import { linesOf, lookAtFailure, lookAtSent, run, send } from './lines';
import { doStep, stackOf, type Operator } from './printed-steps';

export function sentLines(current: () => Deployed): void {
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
    const sending = send(current(), 5);
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
}

/** What is printed for such a line, other than deployments: they would find nothing to change here. */
export function sentLineRepairs(current: () => Deployed, operator: () => Operator): void {
  test('what is printed for a file that was not billed can be run, and the next file is billed', async () => {
    const removeFault = current().services.stripe.faults.add({
      path: '/v1/billing/meter_events',
      kind: 'status',
      status: 404,
    });
    const refused = await linesOfFile(current());
    removeFault();
    expect(refused.map(({ outcome }) => outcome)).toEqual(['failed', 'not checked', 'failed', 'failed']);
    const failure = await lookAtFailure(current());
    expect(failure).toMatchObject({ outcome: 'failed', seen: expect.stringContaining('did not fire') });
    // Some have it in common.
    for (const step of new Set([...refused, failure].flatMap(({ remedy }) => remedy))) {
      if (!stackOf(step)) {
        await doStep(operator(), step, 'a file sent through');
      }
    }
    const lines = [...(await linesOfFile(current())), await failureFires(current())];
    await setAlarmState(current(), 'OK');
    expect(lines.map(({ outcome }) => outcome)).toEqual(Array.from(lines, () => 'passed'));
  });
}

/** CloudWatch looks at the alarm once `verify` has begun its failure: the one above would fire it before. */
async function failureFires(deployed: Deployed): Promise<Line> {
  const { stripe } = deployed.services;
  // Each read of `attempts` is a list of its own.
  const failures = () =>
    stripe.attempts.filter(({ identifier }) => identifier?.startsWith(verifyFailurePrefix)).length;
  const before = failures();
  let hasEnded = false;
  const looking = lookAtFailure(deployed).finally(() => {
    hasEnded = true;
  });
  await until(() => hasEnded || failures() > before);
  const stopEvaluating = evaluateAlarm(deployed);
  const line = await looking;
  await stopEvaluating();
  return line;
}

/** The lines of a file that is sent through. */
async function linesOfFile(deployed: Deployed): Promise<Line[]> {
  const sending = send(deployed);
  await sending.sent();
  const checks = sendChecks(new Facts(deployed.environment), sending);
  return Promise.all(checks.map((check) => tried(check)));
}
