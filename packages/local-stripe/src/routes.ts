import { retrieveAccount, type Account } from './account';
import { listCoreEvents, retrieveCoreEvent } from './core-events';
import { createCustomer, deleteCustomer, listCustomers, retrieveCustomer } from './customers';
import { StripeFailure } from './errors';
import { listEventSummaries } from './event-summaries';
import { listInvoiceLines, listInvoices, retrieveInvoice } from './invoice-requests';
import type { StripePermission } from './keys';
import { createMeterEvent, createMeterEventAdjustment } from './meter-events';
import {
  createBillingMeter,
  deactivateMeter,
  listMeters,
  reactivateMeter,
  retrieveMeter,
  updateMeter,
} from './meters';
import type { ParamReader } from './params';
import { idOfPath } from './path';
import { createPrice, listPrices, retrievePrice, updatePrice } from './prices';
import { createProduct, listProducts, retrieveProduct, updateProduct } from './products';
import { createSubscription } from './subscription-create';
import {
  cancelSubscription,
  listSubscriptionItems,
  listSubscriptions,
  retrieveSubscription,
} from './subscriptions';
import type { StripeObject } from './types';

type Operation = (account: Account, params: ParamReader, id: string) => StripeObject;

/** Every request this server knows, and the permission a restricted key needs for it. */
const routes: readonly [endpoint: string, permission: StripePermission, operation: Operation][] = [
  ['GET /v1/account', 'connected_account_read', retrieveAccount],
  ['GET /v1/billing/meters', 'billing_meter_read', listMeters],
  ['POST /v1/billing/meters', 'billing_meter_write', createBillingMeter],
  ['GET /v1/billing/meters/:id', 'billing_meter_read', retrieveMeter],
  ['POST /v1/billing/meters/:id', 'billing_meter_write', updateMeter],
  ['POST /v1/billing/meters/:id/deactivate', 'billing_meter_write', deactivateMeter],
  ['POST /v1/billing/meters/:id/reactivate', 'billing_meter_write', reactivateMeter],
  ['GET /v1/billing/meters/:id/event_summaries', 'billing_meter_read', listEventSummaries],
  ['POST /v1/billing/meter_events', 'billing_meter_event_write', createMeterEvent],
  ['POST /v1/billing/meter_event_adjustments', 'billing_meter_event_write', createMeterEventAdjustment],
  ['GET /v1/products', 'product_read', listProducts],
  ['POST /v1/products', 'product_write', createProduct],
  ['GET /v1/products/:id', 'product_read', retrieveProduct],
  ['POST /v1/products/:id', 'product_write', updateProduct],
  ['GET /v1/prices', 'plan_read', listPrices],
  ['POST /v1/prices', 'plan_write', createPrice],
  ['GET /v1/prices/:id', 'plan_read', retrievePrice],
  ['POST /v1/prices/:id', 'plan_write', updatePrice],
  ['GET /v1/customers', 'customer_read', listCustomers],
  ['POST /v1/customers', 'customer_write', createCustomer],
  ['GET /v1/customers/:id', 'customer_read', retrieveCustomer],
  ['DELETE /v1/customers/:id', 'customer_write', deleteCustomer],
  ['GET /v1/subscriptions', 'subscription_read', listSubscriptions],
  ['POST /v1/subscriptions', 'subscription_write', createSubscription],
  ['GET /v1/subscriptions/:id', 'subscription_read', retrieveSubscription],
  ['DELETE /v1/subscriptions/:id', 'subscription_write', cancelSubscription],
  ['GET /v1/subscription_items', 'subscription_read', listSubscriptionItems],
  ['GET /v1/invoices', 'invoice_read', listInvoices],
  ['GET /v1/invoices/:id', 'invoice_read', retrieveInvoice],
  ['GET /v1/invoices/:id/lines', 'invoice_read', listInvoiceLines],
  ['GET /v2/core/events', 'event_read', listCoreEvents],
  ['GET /v2/core/events/:id', 'event_read', retrieveCoreEvent],
];

export interface Route {
  readonly permission: StripePermission;
  readonly operation: Operation;
  readonly id: string;
}

/** @throws StripeFailure 404 that names a request that this server does not support */
export function routeOf(method: string, path: string): Route {
  const request = `${method} ${path}`;
  for (const [endpoint, permission, operation] of routes) {
    const id = idOfPath(endpoint, request);
    if (id !== undefined) {
      return { permission, operation, id };
    }
  }
  throw new StripeFailure(`local Stripe does not support ${method} ${path}`, { status: 404 });
}
