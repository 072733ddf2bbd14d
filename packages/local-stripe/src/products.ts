import type { Account } from './account';
import type { StripeProduct } from './catalog-objects';
import { StripeFailure, noSuch } from './errors';
import { listPage, pageParameters } from './list';
import { mergeMetadata } from './metadata';
import type { ParamReader } from './params';
import type { StripeObject } from './types';

const writable = ['name', 'description', 'active', 'metadata', 'unit_label'];
const unsupported = [
  'images',
  'marketing_features',
  'package_dimensions',
  'shippable',
  'statement_descriptor',
  'tax_code',
  'tax_details',
  'url',
];

export function createProduct(account: Account, params: ParamReader): StripeProduct {
  params.only({
    supported: [...writable, 'id', 'type'],
    unsupported: [...unsupported, 'default_price_data'],
  });
  const product: StripeProduct = {
    id: params.optional('id') ?? account.newId('prod'),
    object: 'product',
    active: params.boolean('active') ?? true,
    created: account.now(),
    default_price: null,
    description: params.optional('description') ?? null,
    images: [],
    livemode: account.livemode,
    marketing_features: [],
    metadata: mergeMetadata({}, params),
    name: params.required('name'),
    package_dimensions: null,
    shippable: null,
    statement_descriptor: null,
    tax_code: null,
    type: params.oneOf('type', ['good', 'service']) ?? 'service',
    unit_label: params.optional('unit_label') ?? null,
    updated: account.now(),
    url: null,
  };
  if (account.products.has(product.id)) {
    throw new StripeFailure('Product already exists.', {
      code: 'resource_already_exists',
      param: 'id',
      stored: true,
    });
  }
  account.products.set(product.id, product);
  return product;
}

export function retrieveProduct(account: Account, params: ParamReader, id: string): StripeProduct {
  params.only({ supported: [] });
  return existingProduct(account, id);
}

export function updateProduct(account: Account, params: ParamReader, id: string): StripeProduct {
  params.only({ supported: writable, unsupported: [...unsupported, 'default_price'] });
  const product = existingProduct(account, id);
  const text = (name: 'description' | 'unit_label'): string | null => {
    const value = params.unsettable(name);
    return value === undefined ? product[name] : value;
  };
  return Object.assign(product, {
    name: params.optional('name') ?? product.name,
    description: text('description'),
    unit_label: text('unit_label'),
    active: params.boolean('active') ?? product.active,
    metadata: mergeMetadata(product.metadata, params),
    updated: account.now(),
  });
}

export function listProducts(account: Account, params: ParamReader): StripeObject {
  params.only({
    supported: [...pageParameters, 'active', 'ids'],
    unsupported: ['created', 'shippable', 'type', 'url'],
  });
  const active = params.boolean('active');
  const ids = params.list('ids');
  const products = [...account.products.values()].filter(
    (product) =>
      (active === undefined || product.active === active) && (ids === undefined || ids.includes(product.id)),
  );
  return listPage(products, params, '/v1/products');
}

export function existingProduct(
  account: Account,
  id: string,
  param = 'id',
  status: 400 | 404 = 404,
): StripeProduct {
  const product = account.products.get(id);
  if (!product) {
    throw noSuch('product', id, param, status);
  }
  return product;
}
