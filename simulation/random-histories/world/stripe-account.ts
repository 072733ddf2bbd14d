import { environmentOf } from '../../../settings/environments';
import { catalog, stripeApiVersion } from '../../../settings/catalog';
import { LocalStripeApi } from '@usage-billing/local-stripe/local-stripe';
import { encodeBody } from '@usage-billing/local-aws/step-functions/tasks/http-body';
import type { Json } from '@usage-billing/local-aws/json';

const { stripeMode } = environmentOf('test');
const otherMode = stripeMode === 'test' ? 'live' : 'test';

export const knownCustomers = ['cus_Anna', 'cus_Ben'];
export const unknownCustomer = 'cus_Nobody';

export interface StripeSettings {
  readonly unknownCustomer: 400 | 404 | 'dropped later';
  readonly summaryDelaySeconds: number;
  /** Whether the other mode has the meter and the customers, too. */
  readonly otherModeComplete: boolean;
}

/** The account at Stripe: its keys, its customers and what it was sent. */
export class StripeAccount {
  /** Of the other mode. */
  readonly wrongKey = `sk_${otherMode}_wrong`;
  private keyCount = 0;
  private currentKey = '';
  readonly api: LocalStripeApi;

  constructor(settings: StripeSettings, now: () => number) {
    this.api = new LocalStripeApi({
      keys: [{ value: this.wrongKey, mode: otherMode }],
      unknownCustomerStatus: settings.unknownCustomer,
      summaryDelaySeconds: settings.summaryDelaySeconds,
      now,
    });
    this.rotateKey();
    this.prepare(this.rightKey, stripeMode);
    if (settings.otherModeComplete) {
      this.prepare(this.wrongKey, otherMode);
    }
  }

  /** The key that the account has; a rotation makes a new one. */
  get rightKey(): string {
    return this.currentKey;
  }

  rotateKey(): void {
    this.keyCount += 1;
    this.currentKey = `sk_${stripeMode}_right${this.keyCount}`;
    this.api.addKey({ value: this.rightKey, mode: stripeMode });
  }

  revokeKey(): void {
    this.api.revokeKey(this.rightKey);
  }

  addCustomer(id: string): void {
    this.api.addCustomer(stripeMode, id);
  }

  /** Another program bills the same customer on the same meter. */
  sendForeignEvent(identifier: string, customer: string, value: number, timestamp: number): void {
    this.request(this.rightKey, 'POST', '/v1/billing/meter_events', {
      event_name: catalog.meter.eventName,
      identifier,
      timestamp: String(timestamp),
      payload: { [catalog.meter.customerKey]: customer, [catalog.meter.valueKey]: String(value) },
    });
  }

  /** What Stripe accepted in the right mode. */
  get accepted() {
    return this.api.meterEvents(stripeMode);
  }

  dropNext(customer: string): void {
    this.api.dropLater({ mode: stripeMode, customer, code: 'meter_event_invalid_value', times: 1 });
  }

  /** A request with this key, and Stripe's response. */
  request(
    key: string,
    method: string,
    path: string,
    body?: Json,
    transform: Json = { RequestBodyEncoding: 'URL_ENCODED' },
    headers: Record<string, string> = { 'Stripe-Version': stripeApiVersion },
  ) {
    return this.api.handle({
      method,
      url: path,
      headers: {
        ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
        authorization: `Bearer ${key}`,
      },
      body: encodeBody(body, transform, {}) ?? '',
    });
  }

  private prepare(key: string, mode: 'live' | 'test'): void {
    this.request(key, 'POST', '/v1/billing/meters', {
      display_name: catalog.meter.displayName,
      event_name: catalog.meter.eventName,
      default_aggregation: { formula: catalog.meter.aggregation },
      customer_mapping: { type: 'by_id', event_payload_key: catalog.meter.customerKey },
      value_settings: { event_payload_key: catalog.meter.valueKey },
    });
    knownCustomers.forEach((id) => this.api.addCustomer(mode, id));
  }
}
