import type { StripePrice } from './catalog-objects';

/**
 * What a usage costs, in the currency's minor unit, rounded half up; a usage below zero costs nothing.
 *
 * @param usage an integer
 */
export function amountOf(price: StripePrice, usage: number): number {
  const [whole = '0', fraction = ''] = String(price.unit_amount_decimal).split('.');
  const scale = 10n ** BigInt(fraction.length);
  const amount = BigInt(whole + fraction) * billedUnits(price, BigInt(Math.max(0, usage)));
  return Number((amount * 2n + scale) / (scale * 2n));
}

function billedUnits(price: StripePrice, usage: bigint): bigint {
  const transform = price.transform_quantity as { divide_by: number; round: 'down' | 'up' } | null;
  if (!transform) {
    return usage;
  }
  const size = BigInt(transform.divide_by);
  return (usage + (transform.round === 'up' ? size - 1n : 0n)) / size;
}
