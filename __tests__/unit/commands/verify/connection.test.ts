import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { tried } from '../../../../commands/verify/check';
import { connectionChecks } from '../../../../commands/verify/checks/connection';
import { Facts } from '../../../../commands/verify/facts';
import { environmentOf } from '../../../../settings/environments';
import { refusal, responding } from '../../../helpers/aws-responses';

afterEach(() => jest.restoreAllMocks());

const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 12, minute));
const deployConnection = 'npm run deploy:live -- stripe-connection';
const deploy = 'npm run deploy:live -- service-processing';
const putKey = 'npm run stripe:key -- --workspace live';

const version = (VersionId: string, minute: number, ...VersionStages: string[]) => ({
  VersionId,
  CreatedDate: at(minute),
  VersionStages,
});
const key = version('v2', 10, 'AWSCURRENT');
const before = version('v1', 0, 'AWSPREVIOUS');

/** A connection that was authorized and modified in these minutes. */
const connection = (LastAuthorizedTime: Date, LastModifiedTime: Date, changed: object = {}) => ({
  ConnectionArn: 'arn:connection',
  ConnectionState: 'AUTHORIZED',
  AuthParameters: { ApiKeyAuthParameters: { ApiKeyName: 'Authorization' } },
  LastAuthorizedTime,
  LastModifiedTime,
  ...changed,
});

/** The two lines, where AWS has this connection, these versions and this stack. No value is asked for. */
async function lines(
  found: unknown,
  versions: readonly object[] = [before, key],
  stack: unknown = refusal('ValidationError', 'Stack with id siftbeam-stripe-connection does not exist'),
) {
  responding(CloudFormationClient, { DescribeStacks: stack });
  responding(EventBridgeClient, { DescribeConnection: found });
  responding(SecretsManagerClient, {
    DescribeSecret: {
      ARN: 'arn:secret',
      VersionIdsToStages: Object.fromEntries(
        (versions as ReturnType<typeof version>[]).map((one) => [one.VersionId, one.VersionStages]),
      ),
    },
    ListSecretVersionIds: { Versions: versions },
  });
  const [state, copy] = await Promise.all(connectionChecks(new Facts(environmentOf('live'))).map(tried));
  return { state: state!, copy: copy! };
}

describe("the connection's copy of the key", () => {
  test('is that of the current version when the connection was updated after that was created', async () => {
    const { copy } = await lines(connection(at(11), at(11)));
    expect(copy).toMatchObject({ outcome: 'passed', seen: expect.stringContaining('v2') });
  });

  test.each([
    ['was updated before', connection(at(9), at(9))],
    ['had only its description changed since', connection(at(9), at(12))],
    ['tells no time', connection(at(11), at(11), { LastAuthorizedTime: undefined })],
  ])('is an older one when the connection %s, and the fix is to deploy it', async (_, found) => {
    const { copy } = await lines(found);
    expect(copy).toMatchObject({
      outcome: 'failed',
      seen: expect.stringMatching(/before the current version v2 .*: it holds an older key$/),
      remedy: [deployConnection],
    });
  });

  test('cannot be told when an older version was made current again, because that has no time', async () => {
    const versions = [version('v1', 0, 'AWSCURRENT'), version('v2', 10, 'AWSPREVIOUS')];
    expect((await lines(connection(at(11), at(11)), versions)).copy.outcome).toBe('not checked');
  });

  test.each(['DEAUTHORIZED', 'AUTHORIZING', 'DELETING'])(
    'gets no ✓ while the connection is %s, which has removed or not yet made the copy',
    async (ConnectionState) => {
      const { copy } = await lines(connection(at(11), at(11), { ConnectionState }));
      expect(copy).toMatchObject({ outcome: 'not checked', seen: `the connection is ${ConnectionState}` });
    },
  );

  test('is not checked while the secret has no current version, which another line says', async () => {
    expect((await lines(connection(at(11), at(11)), [before])).copy.outcome).toBe('not checked');
  });

  test('gets no ✓ without a connection', async () => {
    const { state, copy } = await lines(refusal('ResourceNotFoundException'));
    expect(state).toMatchObject({ outcome: 'failed', seen: 'does not exist' });
    expect(copy).toMatchObject({ outcome: 'not checked', seen: 'there is no connection' });
  });
});

const gone = refusal('ResourceNotFoundException');
const stackDeletion = [
  'aws cloudformation delete-stack --stack-name siftbeam-stripe-connection --region ap-northeast-1',
  'aws cloudformation wait stack-delete-complete --stack-name siftbeam-stripe-connection --region ap-northeast-1',
];

describe('a connection that does not exist', () => {
  test('is deployed where its stack does not exist either', async () => {
    expect((await lines(gone)).state.remedy).toEqual([deployConnection, deploy]);
  });

  test.each([
    [
      'still exists, because the deployment would find no changes',
      { Stacks: [{ StackStatus: 'CREATE_COMPLETE' }] },
    ],
    [
      'may not be seen by these credentials, because deleting one that does not exist is no error',
      refusal('AccessDenied', 'not authorized to perform: cloudformation:DescribeStacks'),
    ],
  ])('is created anew with its stack where that %s', async (_, stack) => {
    expect((await lines(gone, undefined, stack)).state).toMatchObject({
      outcome: 'failed',
      seen: 'does not exist',
      remedy: [...stackDeletion, deployConnection, deploy],
    });
  });
});

test('a connection that overrides what is sent is created anew', async () => {
  const { ApiKeyAuthParameters } = connection(at(11), at(11)).AuthParameters;
  const InvocationHttpParameters = { BodyParameters: [{ Key: 'payload[value]', Value: '1' }] };
  const AuthParameters = { ApiKeyAuthParameters, InvocationHttpParameters };
  expect((await lines(connection(at(11), at(11), { AuthParameters }))).state).toMatchObject({
    outcome: 'failed',
    seen: 'also adds the body field payload[value], which overrides what is sent',
    remedy: [...stackDeletion, deployConnection, deploy],
  });
});

test.each([
  // CloudFormation does not see what was changed by hand, so that a deployment alone would change nothing.
  ['is DEAUTHORIZED', { ConnectionState: 'DEAUTHORIZED' }, [`${putKey} --again`, deployConnection]],
  ['is still being authorized', { ConnectionState: 'AUTHORIZING' }, [expect.stringMatching(/wait a minute/)]],
  ['adds no header', { ConnectionState: 'AUTHORIZED' }, [`${putKey} --again`, deployConnection]],
])('a connection that %s comes with what fixes it', async (_, found, remedy) => {
  expect((await lines(found)).state).toMatchObject({ outcome: 'failed', remedy });
});
