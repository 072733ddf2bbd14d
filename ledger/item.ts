/**
 * The ledger: one item for each meter event, and one for each hour of a customer that is compared with Stripe, in a
 * table of this project's own (docs/ledger.md). Attribute names stand in the definitions in `asl/` as they are here.
 */
export type KnownItem = MeterEvent | UsageCheck;

/** What a reader may meet in the table: also what another version wrote. Only a `KnownItem` can be decided. */
export type LedgerItem = KnownItem | UnknownItem;

/** `openState` of an open item: recovery works on it, or a person must decide. A closed item has none. */
export const openStates = ['pending', 'needs-person'] as const;
export type OpenState = (typeof openStates)[number];

/** `status` of a meter event. */
export const meterEventStatuses = ['pending', 'sent', 'rejected', 'undecided', 'written-off'] as const;
export type MeterEventStatus = (typeof meterEventStatuses)[number];

/** `status` of a usage check. */
export const usageCheckStatuses = ['pending', 'equal', 'different', 'written-off'] as const;
export type UsageCheckStatus = (typeof usageCheckStatuses)[number];

/** How it is known that a meter event was sent. */
export const evidences = ['response', 'summary', 'zero-bytes', 'person'] as const;
export type Evidence = (typeof evidences)[number];

/** What meter events and usage checks have in common. Times are Unix seconds. */
export interface ItemBase {
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
  /** Whether the application's record is still to be completed: the item has the `downloadS3Keys` for it. */
  readonly completesRecord?: boolean;
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

/**
 * An item that this version does not know: an attribute is missing, has another type, or has a value that only another
 * version writes. It has what could be read, counts as open wherever sums are compared, and nobody decides it here.
 */
export interface UnknownItem extends Omit<ItemBase, 'customerId' | 'openState'> {
  readonly kind: 'unknown';
  /** What its key says that it is; `item` for a kind that this version has none of. */
  readonly looksLike: KnownItem['kind'] | 'item';
  /** As it stands in the table, like `openState`. */
  readonly status?: string;
  readonly openState?: string;
  /** The first thing that is not as this version writes it, such as `it has no value`. */
  readonly problem: string;
  readonly customerId?: string;
  /** Bytes. */
  readonly value?: number;
  readonly timestamp?: number;
  readonly eventName?: string;
  readonly recordedBy?: string;
  readonly notTaken?: number;
  readonly sentAt?: number;
  readonly hourStart?: number;
}

/** What a comparison of sums needs of a meter event. */
export type RecordedUsage = Pick<
  MeterEvent,
  'identifier' | 'customerId' | 'value' | 'timestamp' | 'status' | 'sentAt' | 'evidence'
>;
