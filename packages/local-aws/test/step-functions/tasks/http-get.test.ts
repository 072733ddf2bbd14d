import { connectionArn, HttpFixture } from './http-fixture';
import { failure } from './support';
import type { Json } from '../../../src/json';

const endpoint = 'https://api.stripe.com/v1/billing/meters/mtr_1/event_summaries';
let http: HttpFixture;

beforeEach(async () => {
  http = await HttpFixture.start();
});
afterEach(() => http.stop());

const get = (changes: Record<string, Json | undefined> = {}) =>
  http.invoke({
    ApiEndpoint: endpoint,
    Method: 'GET',
    Headers: { 'Stripe-Version': '2025-10-29.clover' },
    RequestBody: undefined,
    Transform: undefined,
    ...changes,
  });
const received = () => http.stripe.received.at(-1)!;

test('the query parameters stand URL-encoded after the endpoint, and a GET has no body', async () => {
  await get({ QueryParameters: { customer: 'cus_1&admin=true', start_time: 1_700_000_040, 'a b': '請求' } });
  expect(received().request.method).toBe('GET');
  expect(received().request.url).toBe(
    '/v1/billing/meters/mtr_1/event_summaries?customer=cus_1%26admin%3Dtrue&start_time=1700000040&a%20b=%E8%AB%8B%E6%B1%82',
  );
  expect(received().body).toBe('');
});

test('the endpoint’s own query stays in front', async () => {
  await get({ ApiEndpoint: `${endpoint}?limit=1`, QueryParameters: { customer: 'cus_1' } });
  expect(received().request.url).toMatch(/event_summaries\?limit=1&customer=cus_1$/);
});

test('a JSON response is parsed, so that the machine can compare its numbers', async () => {
  const summaries = { object: 'list', data: [{ aggregated_value: 1024.0 }], has_more: false };
  http.stripe.handlers['*'] = () => ({ body: summaries });
  expect(await get()).toMatchObject({ StatusCode: 200, ResponseBody: summaries });
});

test('the permission is asked for GET and the endpoint as it is written, without the query parameters', async () => {
  await get({ QueryParameters: { customer: 'cus_1' } });
  expect(http.authorizer.asked[0]!.context).toEqual({
    'states:HTTPMethod': 'GET',
    'states:HTTPEndpoint': endpoint,
  });
});

test('a 401 deauthorizes the connection, as that of a POST does', async () => {
  http.stripe.handlers['*'] = () => ({ status: 401, body: {} });
  expect((await failure(get())).error).toBe('States.Http.StatusCode.401');
  expect(http.aws.operations().at(-1)).toBe('DeauthorizeConnection');
  expect(JSON.parse(http.aws.received.at(-1)!.body)).toEqual({ Name: connectionArn.split('/')[1] });
});

test.each<[string, Json]>([
  ['a nested object', { created: { gte: 1 } }],
  ['null', { customer: null }],
])('a query parameter that is %s is rejected, because AWS documents no encoding of it', async (_, query) => {
  const error = await failure(get({ QueryParameters: query }));
  expect(error.error).toBe('States.Runtime');
  expect(error.cause).toContain('local Step Functions supports');
  expect(http.stripe.received).toEqual([]);
});
