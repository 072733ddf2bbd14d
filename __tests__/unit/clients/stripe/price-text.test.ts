import { byteText, chargeText, priceText } from '../../../../clients/stripe/price-text';

const price = (currency: string, unitAmountDecimal: string) => ({ currency, unitAmountDecimal });

test.each([
  ['usd', '0.001', '$0.00001 a byte, $10 a MB (1,000,000 bytes)'],
  ['jpy', '0.001', '¥0.001 a byte, ¥1,000 a MB (1,000,000 bytes)'],
  ['usd', '0.00125', '$0.0000125 a byte, $12.50 a MB (1,000,000 bytes)'],
  ['jpy', '2', '¥2 a byte, ¥2,000,000 a MB (1,000,000 bytes)'],
])('a price of %s %s is "%s", exact to the last digit', (currency, amount, text) => {
  expect(priceText(price(currency, amount))).toBe(text);
});

test('the smallest price that Stripe takes keeps its twelve decimals', () => {
  expect(byteText(price('usd', '0.001000000001'))).toBe('$0.00001000000001 a byte');
});

test.each([
  ['usd', 1024, 'about $0.01'],
  ['jpy', 1024, 'about ¥1'],
  ['usd', 1_250_000, '$12.50'],
  ['jpy', 1_500, 'about ¥2'],
  ['jpy', 999, 'less than ¥1'],
  ['usd', 1, 'less than $0.01'],
  ['usd', 0, '$0'],
])('in %s, %i bytes cost %s, as one pays in whole cents and yen', (currency, bytes, text) => {
  expect(chargeText(price(currency, '0.001'), bytes)).toBe(text);
});
