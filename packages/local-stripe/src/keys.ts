import { StripeFailure } from './errors';
import type { Mode } from './types';

export interface LocalStripeKey {
  /** `sk_…` may do everything, `rk_…` only what its permissions say. Held in memory only. */
  readonly value: string;
  readonly mode: Mode;
  /** @default - the account that the server has for the mode */
  readonly accountId?: string;
  /**
   * Permissions of a restricted key under the names of docs.stripe.com/keys/permissions-reference, such as
   * `billing_meter_event_write`; to write implies to read.
   */
  readonly permissions?: readonly string[];
}

export const permissionNames = [
  'connected_account_read',
  'billing_meter_read',
  'billing_meter_write',
  'billing_meter_event_read',
  'billing_meter_event_write',
  'product_read',
  'product_write',
  'plan_read',
  'plan_write',
  'customer_read',
  'customer_write',
  'subscription_read',
  'subscription_write',
  'invoice_read',
  'event_read',
] as const;

export type StripePermission = (typeof permissionNames)[number];

/** The keys of both modes. */
export class Keys {
  private readonly keys = new Map<string, LocalStripeKey>();
  private readonly revoked = new Set<string>();

  /** @throws if prefix, mode and permissions do not fit together */
  add(key: LocalStripeKey): void {
    const restricted = key.value.startsWith(`rk_${key.mode}_`);
    if (!restricted && !key.value.startsWith(`sk_${key.mode}_`)) {
      throw new Error(`A key of ${key.mode} mode begins with sk_${key.mode}_ or rk_${key.mode}_.`);
    }
    if (restricted !== (key.permissions !== undefined)) {
      throw new Error('A restricted key (rk_) has permissions, a secret key (sk_) has none.');
    }
    const unknown = key.permissions?.find((name) => !permissionNames.some((known) => known === name));
    if (unknown) {
      throw new Error(`local Stripe does not support the permission ${unknown}.`);
    }
    this.keys.set(key.value, key);
    this.revoked.delete(key.value);
  }

  revoke(value: string): void {
    this.revoked.add(value);
  }

  /** @throws StripeFailure 401 in Stripe's words */
  authenticate(authorization: string | undefined): LocalStripeKey {
    const value = keyOf(authorization);
    if (!value) {
      throw unauthorized(
        'You did not provide an API key. You need to provide your API key in the Authorization header, using ' +
          "Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY'). See https://stripe.com/docs/api#authentication " +
          'for details, or we can help at https://support.stripe.com/.',
      );
    }
    if (value.startsWith('pk_')) {
      throw unauthorized(
        'This API call cannot be made with a publishable API key. Please use a secret API key. You can find a list ' +
          'of your API keys at https://dashboard.stripe.com/account/apikeys.',
        'secret_key_required',
      );
    }
    const key = this.keys.get(value);
    if (!key) {
      throw unauthorized(`Invalid API Key provided: ${mask(value, 4)}`);
    }
    if (this.revoked.has(value)) {
      throw unauthorized(`Expired API Key provided: ${mask(value, 6)}`, 'api_key_expired');
    }
    return key;
  }
}

/** @throws StripeFailure 403 that names the missing permission */
export function requirePermission(
  key: LocalStripeKey,
  permission: StripePermission,
  accountId: string,
): void {
  const write = permission.replace(/_read$/, '_write');
  if (key.permissions && !key.permissions.includes(permission) && !key.permissions.includes(write)) {
    throw new StripeFailure(
      `The provided key '${mask(key.value, 6)}' does not have the required permissions for this endpoint on ` +
        `account '${accountId}'. Having the 'rak_${permission}' permission would allow this request to continue.`,
      { status: 403 },
    );
  }
}

/** The key of a Bearer header, or the user name of a Basic one, as Stripe takes both. */
function keyOf(authorization = ''): string | undefined {
  const [scheme, credentials = ''] = authorization.split(' ');
  if (scheme?.toLowerCase() === 'basic') {
    return Buffer.from(credentials, 'base64').toString().split(':')[0];
  }
  return scheme?.toLowerCase() === 'bearer' ? credentials : undefined;
}

function mask(value: string, shown: number): string {
  const prefix = /^[sr]k_(test|live)_/.exec(value)?.[0] ?? '';
  const rest = value.slice(prefix.length);
  const tail = rest.length > 2 * shown ? rest.slice(-shown) : '';
  return `${prefix}${'*'.repeat(rest.length - tail.length)}${tail}`;
}

export function unauthorized(message: string, code?: string): StripeFailure {
  return new StripeFailure(message, { status: 401, code });
}
