import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import {
  evidences,
  meterEventStatuses,
  usageCheckStatuses,
  type Evidence,
  type MeterEventStatus,
  type OpenState,
  type UsageCheckStatus,
} from '../../settings/ledger';
import { CommandError } from '../command-error';

type Attributes = Readonly<Record<string, AttributeValue>>;

/** What meter events and usage checks have in common. Times are Unix seconds (docs/ledger.md). */
interface ItemBase {
  readonly identifier: string;
  readonly customerId: string;
  readonly openState?: OpenState;
  readonly dueAt?: number;
  readonly attempts?: number;
  readonly claimedAt?: number;
  readonly previousClaimedAt?: number;
  readonly lastError?: string;
  readonly lastErrorCause?: string;
  readonly lastErrorAt?: number;
  readonly writtenOffReason?: string;
}

export interface MeterEvent extends ItemBase {
  readonly kind: 'meter event';
  readonly status: MeterEventStatus;
  /** Bytes. */
  readonly value: number;
  readonly timestamp: number;
  readonly eventName?: string;
  readonly recordedBy?: string;
  readonly notTaken?: number;
  readonly refusals?: number;
  readonly doubts?: number;
  readonly sentAt?: number;
  readonly livemode?: boolean;
  readonly evidence?: Evidence;
}

/** Compares a customer's hour with Stripe. */
export interface UsageCheck extends ItemBase {
  readonly kind: 'usage check';
  readonly status: UsageCheckStatus;
  readonly hourStart: number;
  readonly revision?: number;
  readonly looks?: number;
  /** When both sums were found equal. */
  readonly checkedAt?: number;
}

export type LedgerItem = MeterEvent | UsageCheck;

/** What a comparison of sums needs of a meter event. */
export type RecordedUsage = Pick<
  MeterEvent,
  'identifier' | 'customerId' | 'value' | 'timestamp' | 'status' | 'sentAt' | 'evidence'
>;

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
    openState: item.openState && oneOf(item, 'openState', ['pending', 'needs-person'] as const),
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
