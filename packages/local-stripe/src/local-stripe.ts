import { Accounts } from './accounts';
import { apiRequestOf, type RawRequest } from './api-request';
import { closePeriodNow } from './billing-periods';
import { addCustomer } from './customers';
import { Dispatcher } from './dispatch';
import type { MeterEventDrop } from './drops';
import type { StripeFault } from './faults';
import { settleInvoice } from './invoices';
import { Keys, type LocalStripeKey } from './keys';
import type { AcceptedMeterEvent } from './meter-event-log';
import { RateLimiter, type RateLimits } from './rate-limit';
import { answer, type HttpAnswer, type RequestRecord } from './request-log';
import type { Mode } from './types';

export interface LocalStripeOptions {
  readonly keys: readonly LocalStripeKey[];
  /** The accounts of the keys that name none. @default `acct_LocalTest` and `acct_LocalLive` */
  readonly accountIds?: Readonly<Record<Mode, string>>;
  /**
   * `dropped later` accepts the event and reports it as `meter_event_customer_not_found`.
   *
   * @default 400
   */
  readonly unknownCustomerStatus?: 400 | 404 | 'dropped later';
  /** Seconds until a meter event shows in the summaries. @default 60 */
  readonly summaryDelaySeconds?: number;
  /** Sample errors in an error report, at most, for each code. @default 5 */
  readonly errorReportSamples?: number;
  /** Hours until the invoice of a period is final. @default 1, as in Stripe, where it may be up to 72 */
  readonly invoiceGraceHours?: number;
  /** `stripeRateLimits` are Stripe's own. @default - no limit */
  readonly rateLimits?: RateLimits;
  /** Milliseconds since the epoch. @default Date.now */
  readonly now?: () => number;
}

const defaultAccountIds = { test: 'acct_LocalTest', live: 'acct_LocalLive' };

/** A Stripe API without HTTP, and the controls that tests have over it. */
export class LocalStripeApi {
  readonly requests: RequestRecord[] = [];
  private readonly keys = new Keys();
  private readonly accounts: Accounts;
  private readonly dispatcher: Dispatcher;
  private readonly clock: () => number;
  private offset = 0;

  constructor(options: LocalStripeOptions) {
    options.keys.forEach((key) => this.keys.add(key));
    this.clock = options.now ?? Date.now;
    const now = (): number => this.now();
    this.accounts = new Accounts(options.accountIds ?? defaultAccountIds, {
      now,
      unknownCustomerStatus: options.unknownCustomerStatus ?? 400,
      summaryDelaySeconds: options.summaryDelaySeconds ?? 60,
      errorReportSamples: options.errorReportSamples ?? 5,
      invoiceGraceHours: options.invoiceGraceHours ?? 1,
    });
    const limiter = options.rateLimits && new RateLimiter(options.rateLimits, now);
    this.dispatcher = new Dispatcher(this.keys, this.accounts, limiter);
  }

  /** Answers at once, as the same request over HTTP would be answered. */
  handle(request: RawRequest): HttpAnswer {
    return answer(this.dispatcher, apiRequestOf(request), this.requests);
  }

  get faults(): { add(fault: StripeFault): () => void } {
    return this.dispatcher.faults;
  }

  /** The requests that sent a meter event. */
  get attempts(): readonly RequestRecord[] {
    return this.requests.filter(({ path }) => path === '/v1/billing/meter_events');
  }

  addKey(key: LocalStripeKey): void {
    this.keys.add(key);
  }

  revokeKey(value: string): void {
    this.keys.revoke(value);
  }

  addCustomer(mode: Mode, id: string): void {
    addCustomer(this.accounts.of({ mode }), id);
  }

  /** Every event that was answered with a 200, also those that were cancelled or dropped later. */
  meterEvents(mode: Mode): readonly AcceptedMeterEvent[] {
    return this.accounts.of({ mode }).meterEvents.all;
  }

  /**
   * Answers events with a 200, never counts them, and reports them in `/v2/core/events` some seconds later.
   *
   * @returns a function that removes it
   */
  dropLater({ mode, ...drop }: MeterEventDrop & { readonly mode: Mode }): () => void {
    return this.accounts.of({ mode }).drops.add(drop);
  }

  /**
   * Ends a subscription's current period now and begins the next one.
   *
   * @returns the id of the invoice, a draft until the grace period has passed
   * @throws Error if no such subscription is active
   */
  closeBillingPeriod(mode: Mode, subscription: string): string {
    return closePeriodNow(this.accounts.of({ mode }), subscription).id;
  }

  /** @throws Error if the invoice is not open */
  settleInvoice(mode: Mode, invoice: string, status: 'paid' | 'uncollectible' | 'void'): void {
    settleInvoice(this.accounts.of({ mode }), invoice, status);
  }

  /** Its clock, in milliseconds since the epoch. */
  now(): number {
    return this.clock() + this.offset;
  }

  /** Moves its clock forward: after 24 hours identifiers and idempotency keys are forgotten. */
  advanceHours(hours: number): void {
    this.advanceSeconds(hours * 3600);
  }

  advanceSeconds(seconds: number): void {
    this.offset += seconds * 1000;
  }
}
