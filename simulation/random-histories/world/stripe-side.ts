import { STATUS_CODES } from 'node:http';
import { environmentOf } from '../../../settings/environments';
import { catalog, stripeApiVersion } from '../../../settings/catalog';
import { LocalStripeApi } from '@usage-billing/local-stripe/local-stripe';
import { encodeBody } from '@usage-billing/local-aws/step-functions/tasks/http-body';
import type { Execution } from './executions';
import { StatesError } from '@usage-billing/local-aws/step-functions/types';
import type { Json, JsonObject } from '@usage-billing/local-aws/json';

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

/** A request to create a meter event, as it reached Stripe. */
export interface Post {
  readonly time: number;
  readonly identifier: string;
  readonly executionArn: string;
  readonly rightMode: boolean;
  readonly status: number | 'hang' | 'reset';
}

/** An answer to the question what a customer used. */
export interface SummaryAnswer {
  readonly time: number;
  readonly executionArn: string;
}

/** Stripe, and the EventBridge connection in front of it. */
export class StripeSide {
  readonly posts: Post[] = [];
  readonly summaryAnswers: SummaryAnswer[] = [];
  /** Every request to Stripe, whatever became of it. */
  readonly calls: { readonly execution: Execution; readonly time: number }[] = [];
  /** Attempts that Stripe may have taken, as far as the caller knows. */
  readonly doubts: { readonly identifier: string; readonly time: number }[] = [];
  /** What the connection holds; a 401 deauthorizes it until it is updated. */
  private connection = { key: '', authorized: true };
  private keyCount = 0;
  /** The key that the account has; a rotation makes a new one. */
  private rightKey = '';
  readonly wrongKey = `sk_${otherMode}_wrong`;
  readonly stripe: LocalStripeApi;

  constructor(settings: StripeSettings, now: () => number) {
    this.stripe = new LocalStripeApi({
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
    this.deploy('right');
  }

  rotateKey(): void {
    this.keyCount += 1;
    this.rightKey = `sk_${stripeMode}_right${this.keyCount}`;
    this.stripe.addKey({ value: this.rightKey, mode: stripeMode });
  }

  revokeKey(): void {
    this.stripe.revokeKey(this.rightKey);
  }

  /** Updates the connection with a key. */
  deploy(key: 'right' | 'wrong'): void {
    this.connection = { key: key === 'right' ? this.rightKey : this.wrongKey, authorized: true };
  }

  addCustomer(id: string): void {
    this.stripe.addCustomer(stripeMode, id);
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
    return this.stripe.meterEvents(stripeMode);
  }

  dropNext(customer: string): void {
    this.stripe.dropLater({ mode: stripeMode, customer, code: 'meter_event_invalid_value', times: 1 });
  }

  /** Nobody can know from the answer to this request whether Stripe took it. */
  doubt({ RequestBody }: JsonObject): void {
    if (RequestBody && this.connection.authorized && this.connection.key !== this.wrongKey) {
      const { identifier } = RequestBody as { identifier: string };
      this.doubts.push({ identifier, time: this.stripe.now() });
    }
  }

  /** The HTTP Task's request through the connection, at once. @throws StatesError */
  invoke(args: JsonObject, executionArn: string): Json {
    const { key, authorized } = this.connection;
    if (!authorized) {
      throw new StatesError(
        'Events.ConnectionResource.InvalidConnectionState',
        'Connection state should be AUTHORIZED.',
      );
    }
    const method = args.Method as string;
    const url = new URL(args.ApiEndpoint as string);
    Object.entries((args.QueryParameters as Record<string, string> | undefined) ?? {}).forEach(
      ([name, value]) => url.searchParams.append(name, value),
    );
    const path = url.pathname + url.search;
    const headers = args.Headers as Record<string, string>;
    const answer = this.request(key, method, path, args.RequestBody, args.Transform, headers);
    const status = typeof answer === 'string' ? answer : answer.status;
    if (method === 'POST') {
      this.posts.push({
        time: this.stripe.now(),
        identifier: (args.RequestBody as { identifier: string }).identifier,
        executionArn,
        rightMode: key !== this.wrongKey,
        status,
      });
    }
    if (status !== 200 ? Number(status) >= 500 : method === 'POST') {
      this.doubt(args);
    }
    if (typeof answer === 'string') {
      throw answer === 'hang'
        ? noAnswer
        : new StatesError('States.Http.Socket', 'HTTP request failed: ECONNRESET.');
    }
    if (answer.status === 401) {
      this.connection.authorized = this.connection.key !== key;
    }
    if (answer.status >= 300) {
      throw statusError(answer.status);
    }
    if (path.includes('event_summaries')) {
      this.summaryAnswers.push({ time: this.stripe.now(), executionArn });
    }
    return { StatusCode: answer.status, ResponseBody: JSON.parse(answer.body) as Json };
  }

  private prepare(key: string, mode: 'live' | 'test'): void {
    this.request(key, 'POST', '/v1/billing/meters', {
      display_name: catalog.meter.displayName,
      event_name: catalog.meter.eventName,
      default_aggregation: { formula: catalog.meter.aggregation },
      customer_mapping: { type: 'by_id', event_payload_key: catalog.meter.customerKey },
      value_settings: { event_payload_key: catalog.meter.valueKey },
    });
    knownCustomers.forEach((id) => this.stripe.addCustomer(mode, id));
  }

  private request(
    key: string,
    method: string,
    path: string,
    body?: Json,
    transform: Json = { RequestBodyEncoding: 'URL_ENCODED' },
    headers: Record<string, string> = { 'Stripe-Version': stripeApiVersion },
  ) {
    return this.stripe.handle({
      method,
      url: path,
      headers: {
        ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
        authorization: `Bearer ${key}`,
      },
      body: encodeBody(body, transform, {}) ?? '',
    });
  }
}

/** Where no answer comes: an HTTP Task learns of it after a minute. */
export const noAnswer = new StatesError('States.Http.Socket', 'HTTP request timed out.');

/** As an HTTP Task reports it: without the body. */
export function statusError(status: number): StatesError {
  return new StatesError(`States.Http.StatusCode.${status}`, STATUS_CODES[status] ?? '');
}
