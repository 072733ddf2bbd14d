import { connectionArn, HttpFixture } from './http-fixture';
import { failure } from './support';

let http: HttpFixture;

beforeEach(async () => {
  http = await HttpFixture.start();
});
afterEach(() => http.stop());

test('the request carries the connection’s key, the definition’s headers and those of Step Functions', async () => {
  await http.invoke();
  const { request, body } = http.stripe.received[0]!;
  expect([request.method, request.url]).toEqual(['POST', '/v1/billing/meter_events']);
  expect(request.headers).toMatchObject({
    authorization: `Bearer ${http.key}`,
    'idempotency-key': 'upload-1',
    'content-type': 'application/x-www-form-urlencoded',
    'user-agent': 'Amazon|StepFunctions|HttpInvoke|ap-northeast-1',
    range: 'bytes=0-262144',
    host: 'api.stripe.com',
  });
  expect(body).toBe('event_name=file_processed&payload%5Bvalue%5D=1024');
});

test('a 2xx response becomes status, headers as lists, and the parsed body', async () => {
  expect(await http.invoke()).toMatchObject({
    Headers: { 'content-type': ['application/json'] },
    ResponseBody: { object: 'billing.meter_event' },
    StatusCode: 200,
    StatusText: 'OK',
  });
});

test.each([
  [400, 'Bad Request'],
  [409, 'Conflict'],
  [429, 'Too Many Requests'],
  [503, 'Service Unavailable'],
])('a response %i loses its body: the cause is the status text alone', async (status, text) => {
  http.stripe.handlers['*'] = () => ({ status, body: { error: { message: 'why' } } });
  const error = await failure(http.invoke());
  expect(error).toMatchObject({ error: `States.Http.StatusCode.${status}`, cause: text });
  expect(http.aws.operations()).not.toContain('DeauthorizeConnection');
});

test('a redirect is an error: following it could carry the key to another host', async () => {
  http.stripe.handlers['*'] = () => ({ status: 302, headers: { location: 'https://elsewhere.example/' } });
  expect((await failure(http.invoke())).error).toBe('States.Http.StatusCode.302');
  expect(http.stripe.received).toHaveLength(1);
});

test('no response within 60 seconds is States.Http.Socket', async () => {
  http.stripe.handlers['*'] = () => {
    http.clock.passes(59);
    setImmediate(() => http.clock.passes(60));
    return 'hang';
  };
  expect(await failure(http.invoke())).toMatchObject({
    error: 'States.Http.Socket',
    cause: 'HTTP request timed out.',
  });
});

test('a broken connection is States.Http.Socket', async () => {
  http.stripe.handlers['*'] = () => 'reset';
  expect(await failure(http.invoke())).toMatchObject({
    error: 'States.Http.Socket',
    cause: expect.stringContaining('ECONNRESET'),
  });
});

test.each(['Authorization', 'HOST', 'Date', 'x-amz-date', 'X-Forwarded-For', 'Transfer-Encoding'])(
  'the header %s in the definition is States.Runtime, as AWS forbids it',
  async (name) => {
    const error = await failure(http.invoke({ Headers: { [name]: 'x' } }));
    expect(error).toMatchObject({
      error: 'States.Runtime',
      cause: `The header '${name}' is not allowed in an HTTP Task.`,
    });
    expect(http.aws.operations()).toEqual([]);
  },
);

test.each([
  [
    { ApiEndpoint: 'https://api.example.com/' },
    /does not support the host api\.example\.com.*: api\.stripe\.com/,
  ],
  [{ ApiEndpoint: 'http://api.stripe.com/' }, /must be an https URL/],
  [{ Method: 'TRACE' }, /Method must be one of/],
  [{ InvocationConfig: undefined }, /needs a ConnectionArn/],
  [{ Authentication: { ConnectionArn: connectionArn } }, /either in InvocationConfig or in Authentication/],
  [{ Body: {} }, /does not support the field 'Body' of http:invoke/],
])('what cannot be called is rejected with one sentence, and nothing is sent', async (changes, cause) => {
  const error = await failure(http.invoke(changes));
  expect(error.error).toBe('States.Runtime');
  expect(error.cause).toMatch(cause);
  expect(http.stripe.received).toEqual([]);
});

test('a body over 256 KiB is States.DataLimitExceeded', async () => {
  http.stripe.handlers['*'] = () => ({ body: 'x'.repeat(262_145) });
  expect((await failure(http.invoke())).error).toBe('States.DataLimitExceeded');
});

test('an image is States.Runtime, as AWS returns text only', async () => {
  http.stripe.handlers['*'] = () => ({ headers: { 'content-type': 'image/png' }, body: 'x' });
  expect((await failure(http.invoke())).error).toBe('States.Runtime');
});
