import { catalog, stripeApiVersion } from '../../settings/catalog';
import type { Environment } from '../../settings/environments';
import type { Json, JsonObject } from '@usage-billing/local-aws/json';
import { LocalStripeApi } from '@usage-billing/local-stripe/local-stripe';
import { stripeRateLimits } from '@usage-billing/local-stripe/rate-limit';
import { encodeBody } from '@usage-billing/local-aws/step-functions/tasks/http-body';
import { statusError } from '../random-histories/world/http-failures';

/** Stripe with its own rate limits, the meter, and the customers. */
export class LimitedStripe {
  readonly api: LocalStripeApi;
  private authorization: string;
  private readonly key: string;
  private readonly mode: Environment['stripeMode'];

  constructor({ stripeMode }: Environment, customers: readonly string[], now: () => number) {
    const key = `sk_${stripeMode}_load`;
    this.key = key;
    this.authorization = `Bearer ${key}`;
    this.mode = stripeMode;
    const rateLimits = stripeRateLimits;
    this.api = new LocalStripeApi({ keys: [{ value: key, mode: stripeMode }], rateLimits, now });
    const { displayName, eventName, aggregation, customerKey, valueKey } = catalog.meter;
    this.answer('POST', '/v1/billing/meters', {
      display_name: displayName,
      event_name: eventName,
      default_aggregation: { formula: aggregation },
      customer_mapping: { type: 'by_id', event_payload_key: customerKey },
      value_settings: { event_payload_key: valueKey },
    });
    customers.forEach((customer) => this.api.addCustomer(stripeMode, customer));
  }

  /** Refuses every request, as with a revoked key, until `unlock`. */
  lock(): void {
    this.authorization = 'Bearer none';
  }

  unlock(): void {
    this.authorization = `Bearer ${this.key}`;
  }

  /** The meter events that Stripe took, in their order. */
  get accepted() {
    return this.api.meterEvents(this.mode);
  }

  /** A request as an HTTP Task sends it. @throws StatesError for every status but 200 */
  invoke({ Method, ApiEndpoint, QueryParameters, Headers, RequestBody, Transform }: JsonObject): Json {
    const url = new URL(ApiEndpoint as string);
    const query = Object.entries((QueryParameters as Record<string, string> | undefined) ?? {});
    query.forEach(([name, value]) => url.searchParams.append(name, value));
    const path = url.pathname + url.search;
    const { status, body } = this.answer(Method as string, path, RequestBody, Transform, Headers as object);
    if (status !== 200) {
      throw statusError(status);
    }
    return { StatusCode: status, ResponseBody: JSON.parse(body) as Json };
  }

  private answer(
    method: string,
    url: string,
    body?: Json,
    transform: Json = { RequestBodyEncoding: 'URL_ENCODED' },
    headers: object = { 'Stripe-Version': stripeApiVersion },
  ) {
    const lowerCase = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]);
    const answer = this.api.handle({
      method,
      url,
      headers: { ...Object.fromEntries(lowerCase), authorization: this.authorization },
      body: encodeBody(body, transform, {}) ?? '',
    });
    if (typeof answer === 'string') {
      throw new Error(`Without faults Stripe answers every request, not ${answer}.`);
    }
    return answer;
  }
}
