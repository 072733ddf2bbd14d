import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { ledgerItem } from '../../clients/aws/ledger-item';
import { isCertainlyNotTaken } from '../../ledger/attempts';
import { usageErrors } from '../../ledger/errors';
import type {
  Evidence,
  KnownItem,
  LedgerItem,
  MeterEvent,
  UsageCheck,
  UsageCheckStatus,
} from '../../ledger/item';
import { unknownSentence } from '../../ledger/unknown-item';
import type { Environment } from '../../settings/environments';
import { ledgerKey } from '../../ledger/keys';
import type { Services } from '../services';
import { inWords } from './clock';

/** An item of the ledger, if there is one. */
export async function readLedger(
  { clients }: Pick<Services, 'clients'>,
  { names }: Environment,
  key: string,
): Promise<LedgerItem | undefined> {
  const { Item } = await clients.dynamodb.send(
    new GetItemCommand({
      TableName: names.meterEventsTable,
      Key: { [ledgerKey]: { S: key } },
      ConsistentRead: true,
    }),
  );
  return Item && ledgerItem(Item);
}

const evidenceText: Record<Evidence, string> = {
  response: 'Stripe’s response 200',
  summary: 'what Stripe counted in that minute',
  'zero-bytes': 'there is nothing to count',
  person: 'a person',
};

const checkText: Record<UsageCheckStatus, string> = {
  pending: 'not compared yet',
  equal: 'Stripe counted what the ledger has',
  different: 'Stripe counted more or less than the ledger has',
  'written-off': 'a person accepted the difference',
};

/**
 * An item in plain words: its status and the evidence for it, the attempts, and what comes next.
 *
 * @param now Unix seconds
 */
export function ledgerLines(item: LedgerItem | undefined, now: number): string[] {
  if (!item) {
    return ['none: nothing was sent, and nothing will be'];
  }
  if (item.kind === 'unknown') {
    return [
      `status:   ${item.status ?? 'unknown'}`,
      unknownSentence(item),
      'next:     a person looks into it',
    ];
  }
  const { status, lastError, lastErrorCause = '' } = item;
  const isOver = status === 'sent' || status === 'equal';
  return [
    ...(item.kind === 'meter event' ? eventLines(item) : checkLines(item)),
    ...(lastError ? [`${isOver ? 'before:   ' : 'error:    '}${lastError}: ${lastErrorCause}`] : []),
    ...nextOf(item, now),
  ];
}

function eventLines(event: MeterEvent) {
  const { status, evidence, value, customerId, attempts = 'unknown' } = event;
  const taken = isCertainlyNotTaken(event)
    ? 'Stripe certainly took none of them'
    : 'Stripe may have taken one';
  return [
    `status:   ${status}${evidence ? `: known from ${evidenceText[evidence]}` : ''}`,
    `what:     ${value} bytes of ${customerId}`,
    `attempts: ${attempts}${status === 'sent' ? '' : `; ${taken}`}`,
  ];
}

function checkLines({ status, lastError }: UsageCheck) {
  const isUnknown = status === 'different' && lastError === usageErrors.unknown;
  return [`status:   ${status}: ${isUnknown ? 'Stripe refused to say what it counted' : checkText[status]}`];
}

function nextOf({ openState, dueAt = 0 }: KnownItem, now: number): string[] {
  switch (openState) {
    case 'needs-person':
      return ['next:     a person decides'];
    case 'pending':
      return [`next:     recovery looks at it in ${inWords(Math.max(0, dueAt - now))}`];
    case undefined:
      return [];
  }
}
