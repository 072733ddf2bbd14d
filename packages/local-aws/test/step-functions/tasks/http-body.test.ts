import { encodeBody } from '../../../src/step-functions/tasks/http-body';

const form = (arrayFormat?: string) => ({
  RequestBodyEncoding: 'URL_ENCODED',
  ...(arrayFormat && { RequestEncodingOptions: { ArrayFormat: arrayFormat } }),
});

test('a nested object becomes bracketed keys, as Stripe reads them', () => {
  const body = { event_name: 'file_processed', payload: { stripe_customer_id: 'cus_1', value: 1024 } };
  expect(encodeBody(body, form(), {})).toBe(
    'event_name=file_processed&payload%5Bstripe_customer_id%5D=cus_1&payload%5Bvalue%5D=1024',
  );
});

test('a space is %20 and not +, as in AWS’s example', () => {
  expect(encodeBody({ description: 'Monthly subscription & more' }, form(), {})).toBe(
    'description=Monthly%20subscription%20%26%20more',
  );
});

test.each([
  [undefined, 'array[0]=a&array[1]=b'],
  ['INDICES', 'array[0]=a&array[1]=b'],
  ['REPEAT', 'array=a&array=b'],
  ['COMMAS', 'array=a,b'],
  ['BRACKETS', 'array[]=a&array[]=b'],
])('ArrayFormat %s writes %s', (arrayFormat, expected) => {
  expect(decodeURIComponent(encodeBody({ array: ['a', 'b'] }, form(arrayFormat), {})!)).toBe(expected);
});

test('without Transform the body is JSON, whatever its headers say', () => {
  expect(encodeBody({ payload: { value: 1 } }, undefined, {})).toBe('{"payload":{"value":1}}');
});

test('the connection’s body parameters win over the definition’s', () => {
  expect(encodeBody({ mode: 'test', a: 1 }, undefined, { mode: 'live' })).toBe('{"mode":"live","a":1}');
});

test.each([
  [() => encodeBody('text', undefined, { mode: 'live' }), /cannot be merged/],
  [() => encodeBody({}, { RequestBodyEncoding: 'GZIP' }, {}), /must be NONE or URL_ENCODED/],
  [() => encodeBody({}, form('NONE'), {}), /ArrayFormat must be one of INDICES, REPEAT, COMMAS, BRACKETS/],
])('what AWS does not accept is States.Runtime', (encode, message) => {
  expect(encode).toThrow(/^States\.Runtime: /);
  expect(encode).toThrow(message);
});
