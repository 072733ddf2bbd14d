import type Stripe from 'stripe';
import type { RecordedUsage, UnknownItem } from '../../ledger/item';
import {
  invoicedPeriods,
  subscribedTimes,
  type Invoiced,
  type Subscribed,
} from '../../clients/stripe/invoicing';
import { Pace } from '../../clients/stripe/pace';
import { countedByDay } from '../../clients/stripe/usage';
import { tryToLookUp, type Lookup } from '../shared/stripe-access';
import { dayRows, notInvoiced, type DayRow, type NotInvoiced } from './compare';
import { LedgerDays, type LateUsage, type UnknownEvents } from './ledger-days';
import type { Period } from './options';
import { StripeDays } from './stripe-days';

type Take = (events: readonly (RecordedUsage | UnknownItem)[]) => void;

export interface Sources {
  /** Hands over the ledger's events of the period, and those whose time is not known. */
  readonly scan: (take: Take, signal: AbortSignal) => Promise<void>;
  readonly stripe: Stripe;
  readonly meterIds: readonly string[];
  readonly requestsPerSecond: number;
}

/** How far the reading is. */
export interface Reading {
  /** Events of the ledger. */
  readonly events: number;
  /** Customers for whom Stripe has answered. */
  readonly answered: number;
  /** Customers that are known so far. */
  readonly customers: number;
}

export interface Reconciliation {
  readonly rows: readonly DayRow[];
  readonly unknown: UnknownEvents;
  readonly late: Lookup<readonly LateUsage[]>;
  readonly notInvoiced: Lookup<readonly NotInvoiced[]>;
}

/**
 * Compares the ledger with Stripe. Subscriptions and invoices are listed once for the whole account; Stripe is asked for
 * its sums customer by customer, while the ledger is still being read.
 */
export async function reconciliation(
  { scan, stripe, meterIds, requestsPerSecond }: Sources,
  { start, end }: Period,
  onProgress: (reading: Reading) => void,
): Promise<Reconciliation> {
  const pace = new Pace(requestsPerSecond);
  const subscribed: Lookup<Subscribed> = await tryToLookUp(
    () => subscribedTimes(stripe, pace, meterIds),
    'subscription_read',
  );
  const invoiced: Lookup<Invoiced> = await tryToLookUp(
    () => invoicedPeriods(stripe, pace, meterIds, start),
    'invoice_read',
  );

  const controller = new AbortController();
  const ledger = new LedgerDays('found' in invoiced ? invoiced.found : new Map());
  const tell = () =>
    onProgress({ events: ledger.events, answered: counted.customers.size, customers: counted.asked });
  const counted = new StripeDays(
    async (customer) => {
      tell();
      return countedByDay(stripe, pace, meterIds, { customer, start, end });
    },
    () => controller.abort(),
  );
  // Whoever is subscribed may have usage that the ledger does not know.
  for (const customer of 'found' in subscribed ? subscribed.found.keys() : []) {
    counted.add(customer);
  }
  const take: Take = (events) => {
    for (const event of events) {
      if ('problem' in event) {
        ledger.addUnknown(event);
      } else {
        ledger.add(event);
      }
      if (event.customerId !== undefined) {
        counted.add(event.customerId);
      }
    }
    tell();
  };
  try {
    await scan(take, controller.signal);
  } catch (error) {
    counted.stop();
    // Stripe's error is the reason if the scan was aborted because of it.
    await counted.done();
    throw error;
  }
  await counted.done();

  const rows = dayRows(ledger, counted, Math.floor(Date.now() / 1000));
  return {
    rows,
    unknown: ledger.unknown,
    late: 'found' in invoiced ? { found: ledger.late } : invoiced,
    notInvoiced: 'found' in subscribed ? { found: notInvoiced(rows, subscribed.found) } : subscribed,
  };
}
