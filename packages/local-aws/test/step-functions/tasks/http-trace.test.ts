import type { HttpExchange } from '../../../src/step-functions/types';
import { endpoint, HttpFixture } from './http-fixture';
import { failure } from './support';

let http: HttpFixture;

beforeEach(async () => {
  http = await HttpFixture.start();
  http.managedSecret.invocation_http_parameters = {
    query_string_parameters: [{ key: 'token', value: 'hidden-in-query' }],
    body_parameters: [{ key: 'secret', value: 'hidden-in-body' }],
  };
});
afterEach(() => http.stop());

async function traced(revealSecrets: boolean) {
  let seen: HttpExchange = {};
  const trace = { revealSecrets, onExchange: (exchange: HttpExchange) => (seen = exchange) };
  const error = await http.invoke({}, { trace }).then(
    () => undefined,
    async (reason: unknown) => failure(Promise.reject(reason)),
  );
  return { ...seen, error };
}

test('a request is shown in the form of AWS, without anything that the connection adds', async () => {
  const { request } = await traced(false);
  expect(request).toEqual({
    protocol: 'https',
    method: 'POST',
    url: endpoint,
    headers:
      '[Content-Type: application/x-www-form-urlencoded, Idempotency-Key: upload-1, ' +
      'User-Agent: Amazon|StepFunctions|HttpInvoke|ap-northeast-1, Range: bytes=0-262144]',
    body: 'event_name=file_processed&payload%5Bvalue%5D=1024',
  });
});

test('its secrets are shown where they are to be revealed', async () => {
  const { request } = await traced(true);
  expect(request?.headers).toContain(`Authorization: Bearer ${http.key}, User-Agent: `);
  expect(request?.url).toBe(`${endpoint}?token=hidden-in-query`);
  expect(request?.body).toContain('&secret=hidden-in-body');
});

test('the body of an error is shown, which the execution itself does not see', async () => {
  const body = { error: { message: 'An event already exists with identifier upload-1.' } };
  http.stripe.handlers['*'] = () => ({ status: 400, body });
  const { response, error } = await traced(false);
  expect(response).toMatchObject({
    protocol: 'https',
    statusCode: '400',
    statusMessage: 'Bad Request',
    headers: expect.stringMatching(/^\[content-type: application\/json, /) as string,
    body: JSON.stringify(body),
  });
  expect(error).toMatchObject({ error: 'States.Http.StatusCode.400', cause: 'Bad Request' });
});

test('the body of an error that is too long is left out, and the error remains that of its status', async () => {
  http.stripe.handlers['*'] = () => ({ status: 500, body: 'x'.repeat(262_145) });
  const { response, error } = await traced(false);
  expect(response).not.toHaveProperty('body');
  expect(error?.error).toBe('States.Http.StatusCode.500');
});

test('a request without a response is shown alone', async () => {
  http.stripe.handlers['*'] = () => 'reset';
  const { request, response, error } = await traced(false);
  expect(request?.method).toBe('POST');
  expect(response).toBeUndefined();
  expect(error?.error).toBe('States.Http.Socket');
});
