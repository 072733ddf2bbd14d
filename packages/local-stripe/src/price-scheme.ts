import { StripeFailure, missingParameter } from './errors';
import type { ParamReader } from './params';
import type { StripeObject } from './types';

/** How a price becomes an amount: so much for each unit or group of units, or by tiers. */
export function schemeOf(params: ParamReader): StripeObject {
  if (params.oneOf('billing_scheme', ['per_unit', 'tiered']) === 'tiered') {
    return tiered(params);
  }
  for (const name of ['tiers', 'tiers_mode']) {
    if (params.has(name)) {
      throw new StripeFailure(`You may only specify ${name} with billing_scheme=tiered.`, { param: name });
    }
  }
  return {
    billing_scheme: 'per_unit',
    tiers_mode: null,
    transform_quantity: transformQuantity(params),
    ...amounts(params),
  };
}

/** The tiers themselves are checked and not kept: Stripe shows them only where they are expanded. */
function tiered(params: ParamReader): StripeObject {
  for (const name of ['unit_amount', 'unit_amount_decimal', 'transform_quantity']) {
    if (params.has(name)) {
      throw new StripeFailure(`You may not specify ${name} with billing_scheme=tiered.`, { param: name });
    }
  }
  const [last] = params.objects('tiers').slice(-1);
  if (!last) {
    throw missingParameter('tiers');
  }
  for (const tier of params.objects('tiers')) {
    tier.only({
      supported: ['up_to', 'unit_amount', 'unit_amount_decimal'],
      unsupported: ['flat_amount', 'flat_amount_decimal'],
    });
    tier.required('up_to');
    amounts(tier);
  }
  if (last.required('up_to') !== 'inf') {
    throw new StripeFailure('The last tier must have up_to=inf.', { param: 'tiers' });
  }
  params.required('tiers_mode');
  return {
    billing_scheme: 'tiered',
    tiers_mode: params.oneOf('tiers_mode', ['graduated', 'volume']),
    transform_quantity: null,
    unit_amount: null,
    unit_amount_decimal: null,
  };
}

function transformQuantity(params: ParamReader): StripeObject | null {
  if (!params.has('transform_quantity')) {
    return null;
  }
  const transform = params.object('transform_quantity').only({ supported: ['divide_by', 'round'] });
  transform.required('divide_by');
  transform.required('round');
  return { divide_by: transform.integer('divide_by'), round: transform.oneOf('round', ['down', 'up']) };
}

/** Both forms of a price's amount, in the currency's minor unit; a fraction has no `unit_amount`. */
function amounts(params: ParamReader): { unit_amount: number | null; unit_amount_decimal: string } {
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
