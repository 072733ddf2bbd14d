import { parseForm } from '../src/form';

describe('form decoding of local Stripe', () => {
  test.each([
    ['a=1&b=%20x%2B+y', { a: '1', b: ' x+ y' }],
    [
      'payload[value]=1&payload[stripe_customer_id]=cus',
      { payload: { value: '1', stripe_customer_id: 'cus' } },
    ],
    ['a[b][c]=1&a[b][d]=2', { a: { b: { c: '1', d: '2' } } }],
    ['keys[]=x&keys[]=y', { keys: { 0: 'x', 1: 'y' } }],
    ['keys[0]=x&keys[1]=y', { keys: { 0: 'x', 1: 'y' } }],
    ['name=%E3%83%95%E3%82%A1%E3%82%A4%E3%83%AB', { name: 'ファイル' }],
    ['a=1&a=2', { a: '2' }],
    ['', {}],
  ])('%s', (text, expected) => {
    expect(JSON.parse(JSON.stringify(parseForm(text)))).toEqual(expected);
  });

  test('a parameter named __proto__ changes nothing but itself', () => {
    parseForm('__proto__[polluted]=1');
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});
