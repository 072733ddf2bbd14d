import type { Execution } from './executions';
import { noAnswer, statusError } from './http-failures';
import { StripeAccount, type StripeSettings } from './stripe-account';
import { StatesError } from '@usage-billing/local-aws/step-functions/types';
import type { Json, JsonObject } from '@usage-billing/local-aws/json';

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

/** Stripe, and the EventBridge connection in front of it: what went through it, as the executions saw it. */
export class StripeSide {
  readonly posts: Post[] = [];
  readonly summaryAnswers: SummaryAnswer[] = [];
  /** Every request to Stripe, whatever became of it. */
  readonly calls: { readonly execution: Execution; readonly time: number }[] = [];
  /** Attempts that Stripe may have taken, as far as the caller knows. */
  readonly doubts: { readonly identifier: string; readonly time: number }[] = [];
  /** What the connection holds; a 401 deauthorizes it until it is updated. */
  private connection = { key: '', authorized: true };
  readonly account: StripeAccount;

  constructor(settings: StripeSettings, now: () => number) {
    this.account = new StripeAccount(settings, now);
    this.deploy('right');
  }

  /** Updates the connection with a key. */
  deploy(key: 'right' | 'wrong'): void {
    const { rightKey, wrongKey } = this.account;
    this.connection = { key: key === 'right' ? rightKey : wrongKey, authorized: true };
  }

  /** Nobody can know from the answer to this request whether Stripe took it. */
  doubt({ RequestBody }: JsonObject): void {
    if (RequestBody && this.connection.authorized && this.connection.key !== this.account.wrongKey) {
      const { identifier } = RequestBody as { identifier: string };
      this.doubts.push({ identifier, time: this.account.api.now() });
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
    const answer = this.account.request(key, method, path, args.RequestBody, args.Transform, headers);
    const status = typeof answer === 'string' ? answer : answer.status;
    if (method === 'POST') {
      this.posts.push({
        time: this.account.api.now(),
        identifier: (args.RequestBody as { identifier: string }).identifier,
        executionArn,
        rightMode: key !== this.account.wrongKey,
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
      this.summaryAnswers.push({ time: this.account.api.now(), executionArn });
    }
    return { StatusCode: answer.status, ResponseBody: JSON.parse(answer.body) as Json };
  }
}
