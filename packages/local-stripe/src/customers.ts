import type { Account } from './account';
import type { StripeCustomer } from './billing-objects';
import { noSuch, StripeFailure } from './errors';
import { listPage, pageParameters } from './list';
import { mergeMetadata } from './metadata';
import type { ParamReader } from './params';
import type { StripeObject } from './types';

export function createCustomer(account: Account, params: ParamReader): StripeCustomer {
  params.only({ supported: ['name', 'email', 'description', 'metadata'] });
  const details = {
    name: params.optional('name') ?? null,
    email: params.optional('email', 512) ?? null,
    description: params.optional('description') ?? null,
    metadata: mergeMetadata({}, params),
  };
  return addCustomer(account, account.newId('cus'), details);
}

/** Adds a customer with a known id, as tests need it. */
export function addCustomer(
  account: Account,
  id: string,
  details: { name?: string | null; email?: string | null; metadata?: Record<string, string> } = {},
): StripeCustomer {
  const customer: StripeCustomer = {
    id,
    object: 'customer',
    balance: 0,
    created: account.now(),
    default_source: null,
    description: null,
    email: null,
    invoice_settings: {
      custom_fields: null,
      default_payment_method: null,
      footer: null,
      rendering_options: null,
    },
    livemode: account.livemode,
    metadata: {},
    name: null,
    shipping: null,
    ...details,
  };
  account.customers.set(id, customer);
  return customer;
}

/** For good: afterwards only the id is left, and no meter event may name it. */
export function deleteCustomer(account: Account, params: ParamReader, id: string): StripeObject {
  params.only({ supported: [] });
  if ([...account.subscriptions.values()].some(({ customer }) => customer === id)) {
    throw new StripeFailure('local Stripe does not support the deletion of a customer with subscriptions.');
  }
  if (!account.customers.delete(id)) {
    throw noSuch('customer', id, 'id', 404);
  }
  account.deletedCustomers.add(id);
  return deleted(id);
}

const deleted = (id: string): StripeObject => ({ id, object: 'customer', deleted: true });

export function retrieveCustomer(account: Account, params: ParamReader, id: string): StripeObject {
  params.only({ supported: [] });
  if (account.deletedCustomers.has(id)) {
    return deleted(id);
  }
  const customer = account.customers.get(id);
  if (!customer) {
    throw noSuch('customer', id, 'id', 404);
  }
  return customer;
}

export function listCustomers(account: Account, params: ParamReader): StripeObject {
  params.only({ supported: [...pageParameters, 'email'], unsupported: ['created', 'test_clock'] });
  const email = params.optional('email');
  const customers = [...account.customers.values()].filter((customer) => !email || customer.email === email);
  return listPage(customers, params, '/v1/customers');
}
