import {
  evidences,
  meterEventStatuses,
  openStates,
  usageCheckStatuses,
  type ItemBase,
  type LedgerItem,
  type MeterEvent,
  type RecordedUsage,
  type UnknownItem,
  type UsageCheck,
} from '../../ledger/item';
import { ledgerKey, usageCheckPrefix } from '../../ledger/keys';
import { attributeReader, lenient, NotKnown, type Attributes } from './ledger-attributes';

/**
 * An item of the ledger, or undefined for what recovery keeps for itself, which is neither a meter event nor a usage
 * check. One that this version does not know is told as such, so that it hides none of the others.
 */
export function ledgerItem(item: Attributes): LedgerItem | undefined {
  if (isOther(item) && !item.openState) {
    return undefined;
  }
  return knownOr(item, () => (isUsageCheck(item) ? usageCheck(item) : meterEvent(item)));
}

/** The usage in a meter event's item, of which only these attributes were read. */
export const usageOf = (item: Attributes): RecordedUsage | UnknownItem => knownOr(item, () => usage(item));

const isUsageCheck = (item: Attributes): boolean =>
  Boolean(item[ledgerKey]?.S?.startsWith(usageCheckPrefix)) || item.hourStart !== undefined;

/** Whether it is of neither kind, such as the recovery lease: every key that begins so is no meter event's. */
const isOther = (item: Attributes): boolean =>
  Boolean(item[ledgerKey]?.S?.startsWith('#')) && !isUsageCheck(item);

function knownOr<T>(item: Attributes, read: () => T): T | UnknownItem {
  try {
    return read();
  } catch (error) {
    if (error instanceof NotKnown) {
      return unknownItem(item, error.message);
    }
    throw error;
  }
}

function usage(item: Attributes): RecordedUsage {
  const { required, text, number, bytes, oneOf } = attributeReader(item);
  return {
    identifier: required('identifier', text),
    customerId: required('customerId', text),
    status: required('status', oneOf(meterEventStatuses)),
    value: required('value', bytes),
    timestamp: required('timestamp', number),
    sentAt: number('sentAt'),
    evidence: oneOf(evidences)('evidence'),
  };
}

function meterEvent(item: Attributes): MeterEvent {
  const { required, text, number, flag } = attributeReader(item);
  return {
    kind: 'meter event',
    ...base(item, 'customerId'),
    ...usage(item),
    // Whoever records an event counts its attempts: without them nothing proves what Stripe has taken.
    attempts: required('attempts', number),
    eventName: text('eventName'),
    recordedBy: text('recordedBy'),
    completesRecord: item.downloadS3Keys !== undefined || undefined,
    notTaken: number('notTaken'),
    refusals: number('refusals'),
    doubts: number('doubts'),
    livemode: flag('livemode'),
  };
}

function usageCheck(item: Attributes): UsageCheck {
  const { required, number, oneOf } = attributeReader(item);
  return {
    kind: 'usage check',
    ...base(item, 'checkedCustomerId'),
    status: required('status', oneOf(usageCheckStatuses)),
    hourStart: required('hourStart', number),
    revision: number('revision'),
    looks: number('looks'),
    checkedAt: number('checkedAt'),
  };
}

function base(item: Attributes, customer: 'customerId' | 'checkedCustomerId'): ItemBase {
  const { required, text, number, oneOf } = attributeReader(item);
  return {
    identifier: required('identifier', text),
    customerId: required(customer, text),
    openState: oneOf(openStates)('openState'),
    dueAt: number('dueAt'),
    attempts: number('attempts'),
    claimedAt: number('claimedAt'),
    // Recovery writes 0 for never.
    previousClaimedAt: number('previousClaimedAt') || undefined,
    lastError: text('lastError'),
    lastErrorCause: text('lastErrorCause'),
    lastErrorAt: number('lastErrorAt'),
    writtenOffReason: text('writtenOffReason'),
  };
}

/** What can be read of an item, whatever the rest of it is. */
function unknownItem(item: Attributes, problem: string): UnknownItem {
  const { text, number, bytes } = lenient(attributeReader(item));
  return {
    kind: 'unknown',
    looksLike: isUsageCheck(item) ? 'usage check' : isOther(item) ? 'item' : 'meter event',
    problem,
    identifier: text('identifier') ?? '',
    customerId: text('customerId') ?? text('checkedCustomerId'),
    status: text('status'),
    openState: text('openState'),
    value: bytes('value'),
    timestamp: number('timestamp'),
    hourStart: number('hourStart'),
    eventName: text('eventName'),
    recordedBy: text('recordedBy'),
    attempts: number('attempts'),
    notTaken: number('notTaken'),
    dueAt: number('dueAt'),
    claimedAt: number('claimedAt'),
    previousClaimedAt: number('previousClaimedAt') || undefined,
    sentAt: number('sentAt'),
    lastError: text('lastError'),
    lastErrorCause: text('lastErrorCause'),
    lastErrorAt: number('lastErrorAt'),
    writtenOffReason: text('writtenOffReason'),
  };
}
