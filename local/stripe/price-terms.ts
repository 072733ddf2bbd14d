import type { Account, StripePrice } from './account';
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

/** Both forms of a price's amount, in the currency's minor unit; a fraction has no `unit_amount`. */
export function amounts(params: ParamReader): { unit_amount: number | null; unit_amount_decimal: string } {
  const whole = params.integer('unit_amount');
  const decimal = params.optional('unit_amount_decimal');
  if (whole !== undefined && decimal !== undefined) {
    throw new StripeFailure(
      'You may only specify one of these parameters: unit_amount, unit_amount_decimal.',
      {
        param: 'unit_amount',
      },
    );
  }
  if (whole !== undefined) {
    return { unit_amount: whole, unit_amount_decimal: String(whole) };
  }
  if (decimal === undefined) {
    throw missingParameter('unit_amount');
  }
  if (!/^\d{1,12}(\.\d{1,12})?$/.test(decimal)) {
    throw new StripeFailure(`Invalid decimal: ${decimal}; must have at most 12 decimal places`, {
      param: 'unit_amount_decimal',
    });
  }
  return {
    unit_amount: Number.isInteger(Number(decimal)) ? Number(decimal) : null,
    unit_amount_decimal: decimal.includes('.') ? decimal.replace(/\.?0+$/, '') : decimal,
  };
}

export function recurringOf(account: Account, params: ParamReader): StripePrice['recurring'] {
  if (!params.has('recurring')) {
    return null;
  }
  const recurring = params.object('recurring').only({
    supported: ['interval', 'interval_count', 'usage_type', 'meter'],
    unsupported: ['trial_period_days'],
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
    trial_period_days: null,
    usage_type: usageType,
  };
}
