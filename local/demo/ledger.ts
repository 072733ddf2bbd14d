import { GetItemCommand, type AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Environment } from '../../settings/environments';
import { ledgerKey } from '../../settings/ledger';
import type { Services } from '../services';
import { inWords } from './clock';

export type LedgerItem = Record<string, AttributeValue>;

/** An item of the ledger, if there is one. */
export async function ledgerItem(
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
  return Item;
}

const evidences: Readonly<Record<string, string>> = {
  response: 'Stripe’s response 200',
  summary: 'what Stripe counted in that minute',
  'zero-bytes': 'there is nothing to count',
  person: 'a person',
};

const number = (value: AttributeValue | undefined) => Number(value?.N ?? 0);

/**
 * A meter event in plain words: its status, the evidence for it, the attempts, and what comes next.
 *
 * @param now Unix seconds
 */
export function meterEventLines(item: LedgerItem | undefined, now: number): string[] {
  if (!item) {
    return ['none: nothing was sent, and nothing will be'];
  }
  const { value, customerId, status, evidence } = item;
  const known = evidence?.S && `: known from ${evidences[evidence.S] ?? evidence.S}`;
  return [
    `status:   ${status?.S}${known ?? ''}`,
    `what:     ${number(value)} bytes of ${customerId?.S}`,
    `attempts: ${attemptsOf(item)}`,
    ...lastErrorOf(item),
    ...nextOf(item, now),
  ];
}

/** The check of a customer's hour in plain words. */
export function usageCheckLines(item: LedgerItem | undefined, now: number): string[] {
  if (!item) {
    return ['none'];
  }
  const result: Readonly<Record<string, string>> = {
    equal: 'Stripe counted what the ledger has',
    different: 'Stripe counted more or less than the ledger has',
    pending: 'not compared yet',
  };
  const status = item.status?.S ?? '';
  return [`status:   ${status}: ${result[status] ?? ''}`, ...lastErrorOf(item), ...nextOf(item, now)];
}

function attemptsOf(item: LedgerItem): string {
  const attempts = number(item.attempts);
  if (item.status?.S === 'sent') {
    return `${attempts}`;
  }
  const rest = attempts - number(item.notTaken);
  return `${attempts}; ${rest === 0 ? 'Stripe certainly took none of them' : 'Stripe may have taken one'}`;
}

function lastErrorOf({ status, lastError, lastErrorCause }: LedgerItem): string[] {
  const before = status?.S === 'sent' ? 'before:   ' : 'error:    ';
  return lastError?.S ? [`${before}${lastError.S}: ${lastErrorCause?.S ?? ''}`] : [];
}

function nextOf({ openState, dueAt }: LedgerItem, now: number): string[] {
  if (openState?.S === 'needs-person') {
    return ['next:     a person decides'];
  }
  const seconds = Math.max(0, number(dueAt) - now);
  return openState ? [`next:     recovery looks at it in ${inWords(seconds)}`] : [];
}
