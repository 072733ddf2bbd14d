import { failed, NotChecked, passed, type Check, type Finding, type Line } from '../check';
import type { Facts } from '../facts';
import { usageOf } from '../meter-usage';
import { poll } from '../poll';
import { sendRemedy } from '../remedies';
import type { Sending } from '../sending';
import { ledgerFinding, recordFinding, through } from './sent-record';

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

function wasSent(output = '{}'): boolean {
  return (JSON.parse(output) as { stripeMeterEvent?: unknown }).stripeMeterEvent === 'sent';
}
