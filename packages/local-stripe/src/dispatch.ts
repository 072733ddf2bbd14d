import Stripe from 'stripe';
import type { Accounts } from './accounts';
import type { ApiRequest } from './api-request';
import { StripeFailure } from './errors';
import { StripeFaultList, statusFailure, type StripeFault } from './faults';
import { requirePermission, type Keys } from './keys';
import { ParamReader } from './params';
import { rateLimited, type RateLimiter } from './rate-limit';
import { routeOf } from './routes';
import type { StripeResponse } from './types';

/** A response, or what becomes of the connection instead. */
export type RequestOutcome = StripeResponse | 'hang' | 'reset';

/** Takes one request through authentication, faults, permissions and idempotency to its operation. */
export class Dispatcher {
  readonly faults = new StripeFaultList();

  constructor(
    private readonly keys: Keys,
    private readonly accounts: Accounts,
    private readonly rateLimiter?: RateLimiter,
  ) {}

  handle(request: ApiRequest): RequestOutcome {
    const { method, path, params, idempotencyKey } = request;
    const key = this.keys.authenticate(request.authorization);
    checkVersion(request);
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
    this.rateLimiter?.take(key.mode, path);
    const operate = (): StripeResponse => ({
      status: 200,
      stored: true,
      body: route.operation(account, new ParamReader(params), route.id),
    });
    const keyed =
      idempotencyKey !== undefined && method === 'POST'
        ? { key: idempotencyKey, endpoint: path, parameters: request.text, requestId: request.id }
        : undefined;
    if (fault?.kind === 'hang') {
      request.whenClosed(keyed ? account.idempotency.hold(keyed) : () => undefined);
      return 'hang';
    }
    const execute = (): StripeResponse => executed(operate, path, fault);
    const response = keyed ? account.idempotency.run(keyed, execute) : execute();
    switch (fault?.kind) {
      case 'reset-after':
        return 'reset';
      case 'lose-answer':
        return 'hang';
      default:
        return response;
    }
  }
}

/** One execution under an idempotency key: its response, also where that is an error. */
function executed(operate: () => StripeResponse, path: string, fault?: StripeFault): StripeResponse {
  try {
    if (fault?.kind === 'status') {
      if (fault.taken) {
        operate();
      }
      throw statusFailure(fault);
    }
    return operate();
  } catch (error) {
    if (error instanceof StripeFailure) {
      return error.responseTo(path);
    }
    throw error;
  }
}

/** Only the version whose behaviour this server has; without one, the account's default is the same, but not in v2. */
function checkVersion({ path, version }: ApiRequest): void {
  if (version === undefined && path.startsWith('/v2/')) {
    throw new StripeFailure('API v2 needs the header Stripe-Version.');
  }
  if (version !== undefined && version !== Stripe.API_VERSION) {
    throw new StripeFailure(
      `Invalid Stripe API version: ${version}. local Stripe has only ${Stripe.API_VERSION}.`,
    );
  }
}
