import { connectionArn, endpoint, HttpFixture, secretArn } from './http-fixture';
import { machineArn, failure } from './support';

let http: HttpFixture;

beforeEach(async () => {
  http = await HttpFixture.start();
});
afterEach(() => http.stop());

test('the connection’s header and query parameters win over the definition’s', async () => {
  http.managedSecret['invocation_http_parameters'] = {
    header_parameters: [{ key: 'stripe-version', value: 'connection', is_value_secret: false }],
    query_string_parameters: [{ key: 'limit', value: '1', is_value_secret: false }],
  };
  await http.invoke({
    Headers: { 'Stripe-Version': 'definition' },
    QueryParameters: { limit: '2', 'a b': ['x', 'y'] },
  });
  const { request } = http.stripe.received[0]!;
  expect(request.headers['stripe-version']).toBe('connection');
  expect(request.url).toBe('/v1/billing/meter_events?limit=1&a%20b=x&a%20b=y');
});

test('every permission is checked on its own resource, with method and endpoint as conditions', async () => {
  await http.invoke();
  expect(http.authorizer.asked).toEqual([
    {
      action: 'states:InvokeHTTPEndpoint',
      resource: machineArn,
      context: { 'states:HTTPMethod': 'POST', 'states:HTTPEndpoint': endpoint },
    },
    { action: 'events:RetrieveConnectionCredentials', resource: connectionArn },
    { action: 'secretsmanager:DescribeSecret', resource: secretArn },
    { action: 'secretsmanager:GetSecretValue', resource: secretArn },
  ]);
});

test('the managed secret is read with the role’s credentials, the connection by EventBridge itself', async () => {
  await http.invoke();
  const signer = (operation: string) => http.aws.received.find((r) => r.operation === operation)!.accessKeyId;
  expect(signer('GetSecretValue')).toBe('ASIA1');
  expect(signer('DescribeConnection')).not.toBe('ASIA1');
});

test.each([
  ['states:InvokeHTTPEndpoint', 'States.Http.AccessDenied'],
  ['events:RetrieveConnectionCredentials', 'Events.ConnectionResource.AccessDenied'],
  ['secretsmanager:DescribeSecret', 'Events.ConnectionResource.AccessDenied'],
  ['secretsmanager:GetSecretValue', 'Events.ConnectionResource.AccessDenied'],
])('without %s it is %s and nothing is sent', async (action, name) => {
  http.authorizer.denied.add(action);
  const error = await failure(http.invoke());
  expect(error.error).toBe(name);
  expect(error.cause).toContain(action);
  expect(http.stripe.received).toEqual([]);
});

test('a 401 deauthorizes the connection, so that the next task fails before it sends', async () => {
  http.stripe.handlers['*'] = () => ({
    status: 401,
    body: { error: { message: `Invalid API Key: ${http.key}` } },
  });
  expect(await failure(http.invoke())).toMatchObject({
    error: 'States.Http.StatusCode.401',
    cause: 'Unauthorized',
  });
  expect(JSON.parse(http.aws.received.at(-1)!.body)).toEqual({ Name: 'Stripe' });
  expect(http.aws.operations().at(-1)).toBe('DeauthorizeConnection');
  http.connection['ConnectionState'] = 'DEAUTHORIZED';
  expect((await failure(http.invoke())).error).toBe('Events.ConnectionResource.InvalidConnectionState');
  expect(http.stripe.received).toHaveLength(1);
});

test('a connection that was deleted, or created again under its name, is not found', async () => {
  http.connection['ConnectionArn'] = `${connectionArn}-other`;
  expect((await failure(http.invoke())).error).toBe('Events.ConnectionResource.ResourceNotFound');
  http.aws.handlers['DescribeConnection'] = () => ({
    status: 400,
    body: { __type: 'ResourceNotFoundException' },
  });
  expect((await failure(http.invoke())).error).toBe('Events.ConnectionResource.ResourceNotFound');
});

test.each(['BASIC', 'OAUTH_CLIENT_CREDENTIALS'])('a %s connection is rejected by name', async (type) => {
  http.connection['AuthorizationType'] = type;
  expect(await failure(http.invoke())).toMatchObject({
    error: 'States.Runtime',
    cause: `local Step Functions does not support ${type} connections.`,
  });
});

test('no error shows the key, not even one about the key itself', async () => {
  http.managedSecret['api_key_value'] = `Bearer ${http.key}\n`;
  const unusable = await failure(http.invoke());
  http.aws.handlers['GetSecretValue'] = () => ({ body: { SecretString: `{"api_key_value":"${http.key}` } });
  const unreadable = await failure(http.invoke());
  expect([unusable.error, unreadable.error]).toEqual([
    'States.Runtime',
    'Events.ConnectionResource.InternalError',
  ]);
  expect(`${unusable.message} ${unusable.stack} ${unreadable.message} ${unreadable.stack}`).not.toContain(
    http.key,
  );
});
