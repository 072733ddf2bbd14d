import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import {
  evidences,
  meterEventStatuses,
  openStates,
  usageCheckStatuses,
  type ItemBase,
  type LedgerItem,
  type MeterEvent,
  type RecordedUsage,
  type UsageCheck,
} from '../../ledger/item';
import { CommandError } from '../command-error';

type Attributes = Readonly<Record<string, AttributeValue>>;

/**
 * An item of the ledger, or undefined for the recovery lease, which is neither.
 *
 * @throws CommandError for an item that lacks what docs/ledger.md says it has
 */
export function ledgerItem(item: Attributes): LedgerItem | undefined {
  if (item.timestamp) {
    return meterEvent(item);
  }
  return item.hourStart ? usageCheck(item) : undefined;
}

/** The usage in a meter event's item, of which only these attributes were read. @throws CommandError as `ledgerItem` */
export function usageOf(item: Attributes): RecordedUsage {
  return {
    identifier: required(item, 'identifier', text(item, 'identifier')),
    customerId: required(item, 'customerId', text(item, 'customerId')),
    status: oneOf(item, 'status', meterEventStatuses),
    value: required(item, 'value', number(item, 'value')),
    timestamp: required(item, 'timestamp', number(item, 'timestamp')),
    sentAt: number(item, 'sentAt'),
    evidence: item.evidence && oneOf(item, 'evidence', evidences),
  };
}

function meterEvent(item: Attributes): MeterEvent {
  return {
    kind: 'meter event',
    ...base(item, 'customerId'),
    ...usageOf(item),
    eventName: text(item, 'eventName'),
    recordedBy: text(item, 'recordedBy'),
    notTaken: number(item, 'notTaken'),
    refusals: number(item, 'refusals'),
    doubts: number(item, 'doubts'),
    livemode: item.livemode?.BOOL,
  };
}

function usageCheck(item: Attributes): UsageCheck {
  return {
    kind: 'usage check',
    ...base(item, 'checkedCustomerId'),
    status: oneOf(item, 'status', usageCheckStatuses),
    hourStart: required(item, 'hourStart', number(item, 'hourStart')),
    revision: number(item, 'revision'),
    looks: number(item, 'looks'),
    checkedAt: number(item, 'checkedAt'),
  };
}

function base(item: Attributes, customer: 'customerId' | 'checkedCustomerId'): ItemBase {
  return {
    identifier: required(item, 'identifier', text(item, 'identifier')),
    customerId: required(item, customer, text(item, customer)),
    openState: item.openState && oneOf(item, 'openState', openStates),
    dueAt: number(item, 'dueAt'),
    attempts: number(item, 'attempts'),
    claimedAt: number(item, 'claimedAt'),
    // Recovery writes 0 for never.
    previousClaimedAt: number(item, 'previousClaimedAt') || undefined,
    lastError: text(item, 'lastError'),
    lastErrorCause: text(item, 'lastErrorCause'),
    lastErrorAt: number(item, 'lastErrorAt'),
    writtenOffReason: text(item, 'writtenOffReason'),
  };
}

const text = (item: Attributes, name: string): string | undefined => item[name]?.S;

const number = (item: Attributes, name: string): number | undefined =>
  item[name]?.N === undefined ? undefined : Number(item[name].N);

function oneOf<T extends string>(item: Attributes, name: string, allowed: readonly T[]): T {
  const value = required(item, name, text(item, name));
  const found = allowed.find((candidate) => candidate === value);
  if (found === undefined) {
    throw new CommandError(
      `The ledger's item "${text(item, 'identifier')}" has ${name} "${value}", which is none of ${allowed.join(', ')}.`,
    );
  }
  return found;
}

function required<T>(item: Attributes, name: string, value: T | undefined): T {
  if (value === undefined) {
    throw new CommandError(
      `The ledger's item "${text(item, 'identifier')}" has no ${name}: it was not written as docs/ledger.md says.`,
    );
  }
  return value;
}
