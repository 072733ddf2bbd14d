/**
 * What is sold, as Stripe holds it. The state machine sends the meter's event name and keys from here and the
 * catalog command creates the meter from here, so that the two cannot drift apart.
 */
export interface Catalog {
  readonly meter: {
    readonly displayName: string;
    /** At most 100 characters (Stripe: Create a billing meter). */
    readonly eventName: string;
    readonly aggregation: 'sum';
    /** Key of the event's payload that names the customer. */
    readonly customerKey: string;
    /** Key of the event's payload that holds the quantity, in bytes. */
    readonly valueKey: string;
  };
  readonly product: { readonly id: string; readonly name: string; readonly description: string };
  readonly prices: readonly Price[];
}

/** A metered price, billed monthly. */
export interface Price {
  /** At most 200 characters; the price that carries it is the one to subscribe customers to. */
  readonly lookupKey: string;
  readonly currency: 'usd' | 'jpy';
  /**
   * Price of one byte in the currency's minor unit, at most 12 decimals: `0.001` is $0.00001 (a cent has a
   * hundredth of a dollar) and ¥0.001 (the yen has no minor unit).
   */
  readonly unitAmountDecimal: string;
}

export const catalog: Catalog = {
  meter: {
    displayName: 'File Processing (Bytes)',
    eventName: 'file_processed',
    aggregation: 'sum',
    customerKey: 'stripe_customer_id',
    valueKey: 'value',
  },
  product: {
    id: 'siftbeam_file_processing',
    name: 'File Processing',
    description: 'ファイル処理使用量課金 (バイト単位)',
  },
  prices: [
    { lookupKey: 'siftbeam_file_processing_usd', currency: 'usd', unitAmountDecimal: '0.001' },
    { lookupKey: 'siftbeam_file_processing_jpy', currency: 'jpy', unitAmountDecimal: '0.001' },
  ],
};

/** The API version every request to Stripe names; without one the account's default would apply. */
export const stripeApiVersion = '2026-10-28.endive';

/** Where the meters are listed; their summaries lie below it. */
export const metersUrl = 'https://api.stripe.com/v1/billing/meters';

/** The only URL to which the state machines send. */
export const meterEventsUrl = 'https://api.stripe.com/v1/billing/meter_events';
