import type { Price } from '../../settings/catalog';

type Amount = Pick<Price, 'unitAmountDecimal'> & { readonly currency: string };

const megabyteBytes = 1_000_000;

/** A price in words, exact: `$0.00001 a byte, $10 a MB (1,000,000 bytes)`. */
export function priceText(price: Amount): string {
  return `${byteText(price)}, ${exactText(price, megabyteBytes)} a MB (${megabyteBytes.toLocaleString('en-US')} bytes)`;
}

/** The price of a byte, exact: `$0.00001 a byte`. */
export const byteText = (price: Amount): string => `${exactText(price, 1)} a byte`;

/** What a number of bytes costs as one would pay it, in whole cents or yen: `about $0.01`, `$12.50`, `less than ¥1`. */
export function chargeText(price: Amount, bytes: number): string {
  const { amount, decimals } = costOf(price, bytes);
  const unit = 10n ** BigInt(decimals - minorDigitsOf(price.currency));
  const minorUnits = (amount * 2n + unit) / (unit * 2n);
  const text = (units: bigint) =>
    currencyText(price.currency, decimalText(units, minorDigitsOf(price.currency)));
  if (amount > 0n && amount < unit) {
    return `less than ${text(1n)}`;
  }
  return `${minorUnits * unit === amount ? '' : 'about '}${text(minorUnits)}`;
}

function exactText(price: Amount, bytes: number): string {
  const { amount, decimals } = costOf(price, bytes);
  return currencyText(price.currency, decimalText(amount, decimals));
}

/** An amount in the currency's main unit, times ten to the power of the decimals. */
function costOf(
  { currency, unitAmountDecimal }: Amount,
  bytes: number,
): { amount: bigint; decimals: number } {
  const [whole = '0', fraction = ''] = unitAmountDecimal.split('.');
  return {
    amount: BigInt(whole + fraction) * BigInt(bytes),
    decimals: fraction.length + minorDigitsOf(currency),
  };
}

function decimalText(amount: bigint, decimals: number): string {
  const digits = String(amount).padStart(decimals + 1, '0');
  const point = digits.length - decimals;
  return decimals > 0 ? `${digits.slice(0, point)}.${digits.slice(point)}` : digits;
}

/** Of a dollar two, of a yen none. */
const minorDigitsOf = (currency: string): number =>
  new Intl.NumberFormat('en-US', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ??
  0;

const currencyText = (currency: string, decimal: string): string =>
  new Intl.NumberFormat('en-US', {
    style: 'currency',
    currency,
    trailingZeroDisplay: 'stripIfInteger',
    maximumFractionDigits: 20,
  }).format(decimal as Intl.StringNumericLiteral);
