import type { Account } from './account';
import type { StripePrice } from './catalog-objects';
import { StripeFailure, missingParameter } from './errors';
import { existingMeter } from './meters';
import type { ParamReader } from './params';

const currencies = new Set(Intl.supportedValuesOf('currency').map((code) => code.toLowerCase()));

export function currencyOf(params: ParamReader): string {
  const currency = params.required('currency').toLowerCase();
  if (!currencies.has(currency)) {
    throw new StripeFailure(`Invalid currency: ${currency}`, { param: 'currency' });
  }
  return currency;
}

export function recurringOf(account: Account, params: ParamReader): StripePrice['recurring'] {
  if (!params.has('recurring')) {
    return null;
  }
  const recurring = params.object('recurring').only({
    supported: ['interval', 'interval_count', 'usage_type', 'meter', 'trial_period_days'],
  });
  recurring.required('interval');
  const usageType = recurring.oneOf('usage_type', ['licensed', 'metered']) ?? 'licensed';
  const meterId = recurring.optional('meter');
  if (usageType === 'metered' && meterId === undefined) {
    throw missingParameter('recurring[meter]');
  }
  if (usageType === 'licensed' && meterId !== undefined) {
    throw new StripeFailure('A price on a meter must have recurring[usage_type]=metered.', {
      param: 'recurring[usage_type]',
    });
  }
  if (meterId !== undefined && existingMeter(account, meterId, 'recurring[meter]', 400).status !== 'active') {
    throw new StripeFailure(`The meter '${meterId}' is inactive; a price needs an active one.`, {
      param: 'recurring[meter]',
      stored: true,
    });
  }
  return {
    interval: recurring.oneOf('interval', ['day', 'month', 'week', 'year']) ?? 'month',
    interval_count: recurring.integer('interval_count') ?? 1,
    meter: meterId ?? null,
    trial_period_days: recurring.integer('trial_period_days') ?? null,
    usage_type: usageType,
  };
}
