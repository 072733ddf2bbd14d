import { randomBytes } from 'node:crypto';
import type { StripeCustomer, StripeInvoice, StripeSubscription } from './billing-objects';
import type { StripeMeter, StripePrice, StripeProduct } from './catalog-objects';
import { DropList } from './drops';
import { ErrorReports } from './error-reports';
import { IdempotencyStore } from './idempotency';
import { MeterEventLog } from './meter-event-log';
import type { ParamReader } from './params';
import type { Mode, StripeObject } from './types';

/** The data of one mode of an account. */
export class Account {
  readonly meters = new Map<string, StripeMeter>();
  readonly products = new Map<string, StripeProduct>();
  readonly prices = new Map<string, StripePrice>();
  readonly customers = new Map<string, StripeCustomer>();
  /** The ids of customers who were deleted. */
  readonly deletedCustomers = new Set<string>();
  readonly subscriptions = new Map<string, StripeSubscription>();
  readonly invoices = new Map<string, StripeInvoice>();
  readonly meterEvents = new MeterEventLog();
  readonly drops = new DropList();
  readonly errorReports: ErrorReports;
  readonly idempotency: IdempotencyStore;

  /** @param id `acct_…`, the same in both modes of an account */
  constructor(
    readonly id: string,
    readonly mode: Mode,
    readonly options: AccountOptions,
  ) {
    this.idempotency = new IdempotencyStore(options.now);
    this.errorReports = new ErrorReports(options.errorReportSamples);
  }

  get livemode(): boolean {
    return this.mode === 'live';
  }

  /** Unix seconds. */
  now(): number {
    return Math.floor(this.options.now() / 1000);
  }

  newId(prefix: string): string {
    const random = randomBytes(12).toString('hex');
    const infix = !this.livemode && ['evt', 'mtr'].includes(prefix) ? '_test' : '';
    return `${prefix}${infix}_${random}`;
  }
}

export interface AccountOptions {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /**
   * Whether an unknown customer of a meter event is a 400, a 404, or a 200 whose event is dropped later; Stripe's
   * documents do not say.
   */
  readonly unknownCustomerStatus: 400 | 404 | 'dropped later';
  /** Seconds until an event shows in the summaries; in Stripe about a minute. */
  readonly summaryDelaySeconds: number;
  /** How many sample errors a report names at most for each code; it counts them all. */
  readonly errorReportSamples: number;
  /** Hours from the end of a billing period until its invoice is final; in Stripe 1 to 72. */
  readonly invoiceGraceHours: number;
}

export function retrieveAccount(account: Account, params: ParamReader): StripeObject {
  params.only({ supported: [] });
  return { id: account.id, object: 'account', type: 'standard' };
}
