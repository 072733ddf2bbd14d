import Stripe from 'stripe';
import type { Accounts } from './accounts';
import { StripeFailure } from './errors';
import { StripeFaultList, statusFailure, type StripeFault } from './faults';
import { requirePermission, type Keys } from './keys';
import { ParamReader } from './params';
import { RateLimit, rateLimited } from './rate-limit';
import { routeOf } from './routes';
import type { StripeResponse, Params } from './types';

export interface ApiRequest {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  /** The form body of a POST, the query of a GET, as sent. */
  readonly text: string;
  readonly params: Params;
  readonly authorization?: string;
  readonly version?: string;
  readonly idempotencyKey?: string;
  /** Resolves when the client has gone. */
  readonly closed: Promise<void>;
}

/** A response, or what becomes of the connection instead. */
export type RequestOutcome = StripeResponse | 'hang' | 'reset';

/** Takes one request through authentication, faults, permissions and idempotency to its operation. */
export class Dispatcher {
  readonly faults = new StripeFaultList();
  private readonly rateLimit: RateLimit;

  constructor(
    private readonly keys: Keys,
    private readonly accounts: Accounts,
    meterEventsPerSecond: number,
  ) {
    this.rateLimit = new RateLimit(meterEventsPerSecond);
  }

  async handle(request: ApiRequest): Promise<RequestOutcome> {
    const { method, path, params, idempotencyKey } = request;
    const key = this.keys.authenticate(request.authorization);
    checkVersion(request.version);
    const fault = this.faults.take(method, path, params);
    if (fault?.kind === 'reset-before') {
      return 'reset';
    }
    if (fault?.kind === 'rate-limit') {
      throw rateLimited();
    }
    const route = routeOf(method, path);
    const account = this.accounts.of(key);
    requirePermission(key, route.permission, account.id);
    if (path === '/v1/billing/meter_events') {
      this.rateLimit.take();
    }
    const operate = (): StripeResponse => ({
      status: 200,
      stored: true,
      body: route.operation(account, new ParamReader(params), route.id),
    });
    const execute = (): Promise<StripeResponse> => executed(operate, fault, request.closed);
    const keyed = idempotencyKey !== undefined && method === 'POST';
    const response = keyed
      ? await account.idempotency.run(
          { key: idempotencyKey, endpoint: path, parameters: request.text, requestId: request.id },
          execute,
        )
      : await execute();
    switch (fault?.kind) {
      case 'reset-after':
        return 'reset';
      case 'hang':
      case 'lose-answer':
        return 'hang';
      default:
        return response;
    }
  }
}

/** One execution under an idempotency key: its response, also where that is an error. */
async function executed(
  operate: () => StripeResponse,
  fault: StripeFault | undefined,
  closed: Promise<void>,
): Promise<StripeResponse> {
  try {
    if (fault?.kind === 'hang') {
      await closed;
      throw new StripeFailure('The client has gone.', { status: 500, type: 'api_error' });
    }
    if (fault?.kind === 'status') {
      if (fault.taken) {
        operate();
      }
      throw statusFailure(fault);
    }
    return operate();
  } catch (error) {
    if (error instanceof StripeFailure) {
      return error.response();
    }
    throw error;
  }
}

/** Only the version whose behaviour this server has; without one, the account's default is the same. */
function checkVersion(version: string | undefined): void {
  if (version !== undefined && version !== Stripe.API_VERSION) {
    throw new StripeFailure(
      `Invalid Stripe API version: ${version}. local Stripe has only ${Stripe.API_VERSION}.`,
    );
  }
}
