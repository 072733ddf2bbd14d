import { DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import { randomUUID } from 'node:crypto';
import {
  processingHistoryKey,
  verifyFailureCustomer,
  verifyFailurePrefix,
} from '../../../settings/application';
import { catalog } from '../../../settings/catalog';
import { failed, NotChecked, passed, type Check, type Finding } from '../check';
import type { Facts } from '../facts';
import { removeFromLedger } from '../ledger-removal';
import { poll } from '../poll';
import { processFile, recordOf, type Processed } from '../processing';
import type { Sending } from '../sending';

/**
 * Causes one failure and looks for what must follow it: the error in the ledger and in the record, and the alarm. An
 * event of 0 bytes takes the identifier first, so that Stripe rejects the execution's as a duplicate; its customer does
 * not exist either, so that nobody can be billed (Stripe's API reference, "Create a billing meter event").
 */
export function errorHandlingCheck(facts: Facts, sending: Sending): Check {
  return {
    id: 'error-handling',
    what: 'Error handling',
    actions: [
      'cloudwatch:DescribeAlarms',
      'secretsmanager:GetSecretValue',
      's3:PutObject',
      'states:StartExecution',
      'states:DescribeExecution',
      'dynamodb:GetItem',
      'dynamodb:DeleteItem',
    ],
    look: () => failureFinding(facts, sending),
  };
}

async function failureFinding(facts: Facts, sending: Sending): Promise<Finding> {
  const { options } = sending;
  const { environment, remedies } = facts;
  const { alarm } = environment.names;
  if ((await alarmState(facts)) === 'ALARM') {
    throw new NotChecked(`${alarm} is in ALARM already, so that it could not be seen to fire`);
  }

  const executionName = `${verifyFailurePrefix}${randomUUID()}`;
  const processingHistoryId = executionName;
  await takeIdentifier(facts, processingHistoryId, (await sending.sent()).customerId);
  const rejected = { processingHistoryId, customerId: verifyFailureCustomer, executionName };
  const processed = await processFile(facts, options, rejected);
  // However it ended: recovery would try to send what is still open, and in the end need a person for it.
  const recorded = await recordedError(facts, processed, processingHistoryId).finally(() =>
    forget(facts, processingHistoryId),
  );
  if ('outcome' in recorded) {
    return recorded;
  }

  const fired = await poll(
    options.waitSeconds,
    async () => (await alarmState(facts)) === 'ALARM' || undefined,
  );
  const { error } = recorded;
  if (!fired) {
    return failed(
      `a rejected event was recorded (${error}), but ${alarm} did not fire within ${options.waitSeconds} s`,
      remedies.deploy,
      remedies.aws(`cloudwatch describe-alarm-history --alarm-name ${alarm}`),
    );
  }
  return passed(`a rejected event was recorded (${error}), and ${alarm} fired`);
}

/** Removes the meter event from the ledger, and the record: whoever looks for failed uploads must not find this one. */
async function forget(facts: Facts, processingHistoryId: string): Promise<void> {
  await removeFromLedger(facts, processingHistoryId);
  await facts.clients.dynamodb.send(
    new DeleteItemCommand({
      TableName: facts.environment.names.processingHistoryTable,
      Key: { [processingHistoryKey]: { S: processingHistoryId } },
    }),
  );
}

/** The error that the ledger and the record hold after the execution, or what is wrong there. */
async function recordedError(
  facts: Facts,
  { executionArn, ended }: Processed,
  processingHistoryId: string,
): Promise<Finding | { readonly error: string }> {
  const { remedies } = facts;
  const describe = remedies.aws(`stepfunctions describe-execution --execution-arn ${executionArn}`);
  if (ended?.status !== 'SUCCEEDED') {
    const outcome = ended ? `ended as ${ended.status}: ${ended.error}` : 'did not end in time';
    return failed(`an upload whose event Stripe rejects ${outcome}`, remedies.failures, describe);
  }
  const { stripeMeterError, stripeMeterSentAt } = (await recordOf(facts, processingHistoryId)) ?? {};
  const error = stripeMeterError?.M?.error?.S;
  if (!error || stripeMeterSentAt) {
    return failed(
      'an event that Stripe rejects is not recorded as stripeMeterError',
      remedies.deploy,
      describe,
    );
  }
  const { status, lastError } = (await facts.ledger.item(processingHistoryId)) ?? {};
  if (status !== 'pending' || lastError !== error) {
    return failed(
      'an event that Stripe rejects is not pending in the ledger with its error, so that nobody sends it again',
      remedies.deploy,
      describe,
    );
  }
  return { error };
}

/** Sends an event of 0 bytes, so that the next one with its identifier is a duplicate. */
async function takeIdentifier(facts: Facts, identifier: string, customerId: string): Promise<void> {
  const { eventName, customerKey, valueKey } = catalog.meter;
  const stripe = await facts.stripe();
  await stripe.billing.meterEvents.create({
    event_name: eventName,
    identifier,
    payload: { [customerKey]: customerId, [valueKey]: '0' },
  });
}

async function alarmState({ clients, environment }: Facts): Promise<string | undefined> {
  const { MetricAlarms = [] } = await clients.cloudWatch.send(
    new DescribeAlarmsCommand({ AlarmNames: [environment.names.alarm], AlarmTypes: ['MetricAlarm'] }),
  );
  return MetricAlarms[0]?.StateValue;
}
