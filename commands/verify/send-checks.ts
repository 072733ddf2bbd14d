import { processingHistoryKey } from '../../settings/application';
import { usageCheckKey } from '../../ledger/keys';
import { failed, NotChecked, passed, type Check, type Finding, type Line } from './check';
import type { Facts } from './facts';
import { usageOf } from './meter-usage';
import { poll } from './poll';
import { sendRemedy } from './remedies';
import type { Sending, Sent } from './sending';

const executionId = 'sent-execution';

/** The results of a file that was sent through: its execution, its meter event, its record, and the ledger. */
export function sendChecks(facts: Facts, sending: Sending): Check[] {
  return [
    {
      id: executionId,
      what: 'A file sent through, execution',
      actions: [
        'states:ListExecutions',
        's3:PutObject',
        'states:StartExecution',
        'states:DescribeExecution',
        'dynamodb:GetItem',
      ],
      look: () => executionFinding(facts, sending),
    },
    {
      id: 'sent-event',
      what: 'A file sent through, meter event',
      actions: [],
      look: () => eventFinding(facts, sending),
    },
    {
      id: 'sent-record',
      what: 'A file sent through, record',
      actions: ['dynamodb:GetItem'],
      look: () => recordFinding(facts, sending),
    },
    {
      id: 'sent-ledger',
      what: 'A file sent through, ledger',
      actions: ['dynamodb:GetItem'],
      look: () => ledgerFinding(facts, sending),
    },
  ];
}

/** A line of the file under `--require-send`: that nothing was sent is a failure, named once. */
export function asRequired(line: Line): Line {
  return line.id === executionId && line.outcome === 'not checked'
    ? {
        ...line,
        ...failed(
          line.seen,
          'Fix that and run the command again: --require-send demands that a file is sent.',
        ),
      }
    : line;
}

async function executionFinding({ remedies }: Facts, sending: Sending): Promise<Finding> {
  const { ended, executionArn } = await sending.sent();
  const describe = remedies.aws(`stepfunctions describe-execution --execution-arn ${executionArn}`);
  if (!ended) {
    return failed(`still running after ${sending.options.waitSeconds} s`, describe);
  }
  if (ended.status !== 'SUCCEEDED') {
    return failed(`${ended.status}: ${ended.error ?? ''} ${ended.cause ?? ''}`, remedies.failures, describe);
  }
  if (wasSent(ended.output)) {
    return passed(`SUCCEEDED: ${ended.name}`);
  }
  const { error, cause } = (await sending.record())?.stripeMeterError?.M ?? {};
  return failed(
    `processed, but the meter event was not sent: ${error?.S ?? 'no error recorded'}: ${cause?.S ?? ''}`,
    ...sendRemedy(error?.S ?? '', remedies),
  );
}

async function eventFinding(facts: Facts, sending: Sending): Promise<Finding> {
  const { ended, customerId, bytes, since, usageBefore } = await through(sending);
  if (!wasSent(ended?.output)) {
    throw new NotChecked('no meter event was sent');
  }
  const { waitSeconds } = sending.options;
  const grown = await poll(waitSeconds, async () => {
    const growth = (await usageOf(facts, customerId, since)) - usageBefore;
    return growth >= bytes ? growth : undefined;
  });
  if (grown === undefined) {
    return failed(
      `Stripe accepted the event, but within ${waitSeconds} s its usage of ${customerId} did not grow by ${bytes}`,
      facts.remedies.makeCatalog,
      "Look at the meter's events in the Stripe Dashboard (Billing, Meters), then run the command again.",
    );
  }
  // Other uploads may be billed to this customer in the same minutes; Stripe shows no single event.
  const others = grown > bytes ? `, among ${grown} in these minutes` : '';
  return passed(`Stripe counted ${bytes} for ${customerId}${others}`);
}

async function recordFinding({ environment, remedies }: Facts, sending: Sending): Promise<Finding> {
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

async function ledgerFinding(facts: Facts, sending: Sending): Promise<Finding> {
  const { environment, remedies } = facts;
  await through(sending);
  const event = await sending.meterEvent();
  if (!event) {
    return failed('the meter event is not in the ledger', remedies.failures, remedies.deploy);
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
async function through(sending: Sending): Promise<Sent> {
  return sending.sent().catch(() => {
    throw new NotChecked('nothing was sent');
  });
}

function wasSent(output = '{}'): boolean {
  return (JSON.parse(output) as { stripeMeterEvent?: unknown }).stripeMeterEvent === 'sent';
}
