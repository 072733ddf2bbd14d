import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { awsClient } from '../../../../clients/aws/client';
import { awsSentence } from '../../../../commands/shared/aws-errors';
import { environmentOf } from '../../../../settings/environments';
import { scratchFolder } from '../../../helpers/fake-program';

const home = scratchFolder();
const before = { ...process.env };
beforeEach(() => {
  for (const name of Object.keys(process.env).filter((known) => known.startsWith('AWS_'))) {
    delete process.env[name];
  }
  Object.assign(process.env, {
    HOME: home,
    USERPROFILE: home,
    AWS_CONFIG_FILE: path.join(home, 'config'),
    AWS_SHARED_CREDENTIALS_FILE: path.join(home, 'credentials'),
    AWS_EC2_METADATA_DISABLED: 'true',
  });
});
afterEach(() => {
  process.env = { ...before };
});

const { region } = environmentOf('test');

/** The sentence on the first request of a command in these surroundings. */
async function sentence(): Promise<string> {
  const client = awsClient(STSClient, { region });
  try {
    const { Account } = await client.send(new GetCallerIdentityCommand({}));
    throw new Error(`There is an account: ${Account}.`);
  } catch (error) {
    return awsSentence(error);
  } finally {
    client.destroy();
  }
}

beforeAll(() => {
  writeFileSync(
    path.join(home, 'config'),
    `[profile signed-out]
sso_session = corp
sso_account_id = 111122223333
sso_role_name = Admin
[sso-session corp]
sso_start_url = https://corp.example/start
sso_region = us-east-1
`,
  );
  const cache = path.join(home, '.aws', 'sso', 'cache');
  mkdirSync(cache, { recursive: true });
  writeFileSync(
    path.join(cache, `${createHash('sha1').update('corp').digest('hex')}.json`),
    JSON.stringify({ accessToken: 'x', expiresAt: '2020-01-01T00:00:00Z' }),
  );
});

test('without credentials the way to sign in is named', async () => {
  expect(await sentence()).toMatch(/^No AWS credentials were found\. Sign in /);
});

test('a profile that does not exist is named', async () => {
  process.env.AWS_PROFILE = 'nope';
  expect(await sentence()).toMatch(
    /^The profile that AWS_PROFILE names, "nope", does not exist or gives no credentials\. Choose one of "aws configure list-profiles"/,
  );
});

test('an SSO session that has ended names the profile to sign in with', async () => {
  process.env.AWS_PROFILE = 'signed-out';
  expect(await sentence()).toBe(
    'The AWS sign-in has ended (profile signed-out). Run "aws sso login --profile signed-out" and the command again.',
  );
});

test.each(['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'ENETUNREACH'])(
  'a network without a way to AWS is named: %s',
  (code) => {
    // As of several addresses that were tried, whose error has no message of its own.
    expect(awsSentence(Object.assign(new Error(''), { code }))).toBe(
      `AWS cannot be reached (${code}). Check the network, and HTTPS_PROXY if it has a proxy, and run the command again.`,
    );
  },
);

test.each([
  ['ExpiredTokenException', 'The security token is expired', 'AWS does not accept the credentials ('],
  ['SignatureDoesNotMatch', 'The signature does not match', 'AWS does not accept the credentials ('],
  [
    'SignatureDoesNotMatch',
    'Signature expired: 1 is now earlier than 2',
    "The clock of this machine differs from AWS's (",
  ],
  ['RequestTimeTooSkewed', 'The difference is too large.', "The clock of this machine differs from AWS's ("],
  ['AuthorizationError', 'User is not authorized', 'AWS does not permit it: User'],
  [
    'ThrottlingException',
    'Rate exceeded',
    'AWS rejected the request because of too many requests (ThrottlingException)',
  ],
  ['TimeoutError', 'too slow', 'AWS did not respond (too slow)'],
  ['SomeOtherError', 'of an operation', 'of an operation'],
])('%s, "%s", is a sentence of its own', (name, message, start) => {
  expect(awsSentence(Object.assign(new Error(message), { name }))).toMatch(start);
});

test('a failure of AWS itself is not the fault of the operator', () => {
  const error = Object.assign(new Error('unavailable'), { $metadata: { httpStatusCode: 503 } });
  expect(awsSentence(error)).toMatch(/^AWS failed with 503 \(unavailable\)\. Look at https:\/\/health/);
});

test("a proxy that replaces AWS's certificates needs its authority", () => {
  const error = Object.assign(new Error('self-signed'), { code: 'SELF_SIGNED_CERT_IN_CHAIN' });
  expect(awsSentence(error)).toMatch(/SELF_SIGNED_CERT_IN_CHAIN\)\. .* NODE_EXTRA_CA_CERTS/);
});

test('the region is that of the settings, whatever the terminal says', async () => {
  process.env.AWS_REGION = 'us-east-1';
  expect(await awsClient(STSClient, environmentOf('live')).config.region()).toBe('ap-northeast-1');
});
