import { usageCheckKey } from '../../../ledger/keys';
import { unknownSentence } from '../../../ledger/unknown-item';
import { processingHistoryKey } from '../../../settings/application';
import { failed, NotChecked, passed, type Finding } from '../check';
import type { Facts } from '../facts';
import type { Sending, Sent } from '../sending';

/** The record of the file that was sent through. */
export async function recordFinding({ environment, remedies }: Facts, sending: Sending): Promise<Finding> {
  const { processingHistoryId } = await through(sending);
  const record = await sending.record();
  const { status, downloadS3Keys, stripeMeterError, stripeMeterSentAt } = record ?? {};
  const problems = [
    status?.S !== 'completed' && `status is ${status?.S ?? 'missing'}`,
    !downloadS3Keys?.L?.length && 'downloadS3Keys is empty',
    stripeMeterError && `stripeMeterError is ${stripeMeterError.M?.error?.S ?? 'set'}`,
    !stripeMeterSentAt?.S && 'stripeMeterSentAt is missing',
  ].filter((problem) => typeof problem === 'string');
  if (problems.length === 0) {
    return passed(`completed: ${processingHistoryId}`);
  }
  const key = JSON.stringify({ [processingHistoryKey]: { S: processingHistoryId } });
  return failed(
    problems.join(', '),
    remedies.failures,
    remedies.aws(`dynamodb get-item --table-name ${environment.names.processingHistoryTable} --key '${key}'`),
  );
}

/** Its meter event in the ledger. */
export async function ledgerFinding(facts: Facts, sending: Sending): Promise<Finding> {
  const { environment, remedies } = facts;
  await through(sending);
  const event = await sending.meterEvent();
  if (!event) {
    return failed('the meter event is not in the ledger', remedies.failures, remedies.deploy);
  }
  if (event.kind === 'unknown') {
    return failed(unknownSentence(event), remedies.openEvents);
  }
  const { status, evidence, livemode, openState, lastError } = event;
  const isSent = status === 'sent';
  const check = await facts.ledger.item(usageCheckKey(event.customerId, event.timestamp));
  const problems = [
    !isSent && `status is ${status}${lastError ? `, lastError is ${lastError}` : ''}`,
    isSent && openState && `it is sent, but still open (${openState})`,
    isSent && !evidence && 'evidence is missing',
    isSent && livemode !== (environment.stripeMode === 'live') && `livemode is ${livemode ?? 'missing'}`,
    !check && 'no usage check is due for its hour',
    check?.kind === 'unknown' && unknownSentence(check),
  ].filter((problem) => typeof problem === 'string');
  if (problems.length > 0) {
    return failed(problems.join(', '), remedies.failures, remedies.openEvents);
  }
  const compared = check?.dueAt
    ? `is compared with Stripe's from ${new Date(check.dueAt * 1000).toISOString()}`
    : "was compared with Stripe's";
  return passed(`sent (${evidence}, ${environment.stripeMode} mode); the usage of its hour ${compared}`);
}

/** What was sent. If nothing was, the execution's line gives the reason. */
export async function through(sending: Sending): Promise<Sent> {
  return sending.sent().catch(() => {
    throw new NotChecked('nothing was sent');
  });
}
