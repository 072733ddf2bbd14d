import {
  CreateStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  GetTemplateCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import {
  CreateConnectionCommand,
  DeauthorizeConnectionCommand,
  DescribeConnectionCommand,
  ListConnectionsCommand,
  UpdateConnectionCommand,
} from '@aws-sdk/client-eventbridge';
import {
  CreateSecretCommand,
  GetSecretValueCommand,
  ListSecretVersionIdsCommand,
  PutSecretValueCommand,
} from '@aws-sdk/client-secrets-manager';
import { startAccount, type Account } from '../local-account';

/** What CloudFormation puts the key in the place of. */
const resolved = {
  'Fn::Sub': 'Bearer {{resolve:secretsmanager:${SecretArn}:SecretString:KEY::${VersionId}}}',
};

/** The template of a connection whose key CloudFormation resolves. */
const template = (name: string, properties: object = {}) =>
  JSON.stringify({
    Parameters: { SecretArn: { Type: 'String' }, VersionId: { Type: 'String' } },
    Resources: {
      Connection: {
        Type: 'AWS::Events::Connection',
        Properties: {
          Name: name,
          AuthorizationType: 'API_KEY',
          AuthParameters: {
            ApiKeyAuthParameters: {
              ApiKeyName: 'Authorization',
              ApiKeyValue: resolved,
            },
          },
          ...properties,
        },
      },
    },
    Outputs: {
      Arn: { Value: { 'Fn::GetAtt': ['Connection', 'Arn'] } },
      SecretArn: { Value: { 'Fn::GetAtt': ['Connection', 'SecretArn'] } },
    },
  });

describe('AWS::Events::Connection', () => {
  let account: Account;
  const token = 'token-of-terraform';
  let secretArn: string;

  beforeAll(async () => {
    account = await startAccount();
    secretArn = (await account.secrets.send(new CreateSecretCommand({ Name: 'key' }))).ARN!;
  });
  afterAll(() => account.aws.stop());

  const putKey = async (value: string): Promise<string> => {
    const SecretString = JSON.stringify({ KEY: value });
    return (await account.secrets.send(new PutSecretValueCommand({ SecretId: secretArn, SecretString })))
      .VersionId!;
  };
  const parameters = (version: string, secret = secretArn) => [
    { ParameterKey: 'SecretArn', ParameterValue: secret },
    { ParameterKey: 'VersionId', ParameterValue: version },
  ];
  const create = (name: string, version: string, body = template(name)) =>
    account.cloudFormation.send(
      new CreateStackCommand({
        StackName: name,
        TemplateBody: body,
        Parameters: parameters(version),
        ClientRequestToken: token,
      }),
    );
  const update = (name: string, version: string, body = template(name)) =>
    account.cloudFormation.send(
      new UpdateStackCommand({
        StackName: name,
        TemplateBody: body,
        Parameters: parameters(version),
        ClientRequestToken: token,
      }),
    );
  const stack = async (name: string) => {
    const { Stacks } = await account.cloudFormation.send(new DescribeStacksCommand({ StackName: name }));
    return Stacks![0]!;
  };
  const failures = async (name: string) => {
    const { StackEvents } = await account.cloudFormation.send(
      new DescribeStackEventsCommand({ StackName: name }),
    );
    return StackEvents!
      .filter((event) => event.ResourceStatus!.endsWith('_FAILED'))
      .map((event) => event.ResourceStatusReason);
  };
  const connection = (Name: string) => account.events.send(new DescribeConnectionCommand({ Name }));
  const managedSecret = async (name: string) => {
    const { SecretArn: SecretId } = await connection(name);
    const { SecretString } = await account.secrets.send(new GetSecretValueCommand({ SecretId }));
    return JSON.parse(SecretString!) as Record<string, unknown>;
  };

  test('the key goes from the secret into the managed secret, and nowhere that a reader of the stack can see it', async () => {
    const version = await putKey('first');
    await create('resolved', version);

    expect(await managedSecret('resolved')).toMatchObject({
      api_key_name: 'Authorization',
      api_key_value: 'Bearer first',
    });
    const { StackStatus, Outputs } = await stack('resolved');
    expect(StackStatus).toBe('CREATE_COMPLETE');
    const { SecretArn, ConnectionArn, ConnectionState } = await connection('resolved');
    expect(ConnectionState).toBe('AUTHORIZED');
    expect(SecretArn).toContain('secret:events!connection/resolved/');
    expect(Outputs!.map((output) => output.OutputValue)).toEqual([ConnectionArn, SecretArn]);

    const shown = [
      await stack('resolved'),
      await connection('resolved'),
      await account.events.send(new ListConnectionsCommand({})),
      await account.cloudFormation.send(new GetTemplateCommand({ StackName: 'resolved' })),
      await account.cloudFormation.send(new DescribeStackEventsCommand({ StackName: 'resolved' })),
    ];
    expect(JSON.stringify(shown)).not.toContain('first');
  });

  test('a property that shows the key shows it, so that whoever may update the stack can read it', async () => {
    const version = await putKey('shown');
    const name = 'described';
    await create(name, version);
    expect(JSON.stringify(await connection(name))).not.toContain('shown');
    await update(name, version, template(name, { Description: resolved }));
    expect((await connection(name)).Description).toBe('Bearer shown');
  });

  test('a new version id alone updates the same connection, so that a rotated key needs no replacement', async () => {
    await create('rotated', await putKey('old'));
    const before = await stack('rotated');
    await update('rotated', await putKey('new'));

    expect((await stack('rotated')).StackStatus).toBe('UPDATE_COMPLETE');
    expect((await stack('rotated')).Outputs).toEqual(before.Outputs);
    expect(await managedSecret('rotated')).toMatchObject({ api_key_value: 'Bearer new' });
  });

  test('the times tell whether the connection was updated before or after a version of the secret was created', async () => {
    const createdAt = async (version: string) => {
      const listed = await account.secrets.send(new ListSecretVersionIdsCommand({ SecretId: secretArn }));
      return listed.Versions!.find(({ VersionId }) => VersionId === version)!.CreatedDate!.getTime();
    };
    const changedAt = async () => {
      const { LastModifiedTime, LastAuthorizedTime } = await connection('timed');
      return [LastModifiedTime!.getTime(), LastAuthorizedTime!.getTime()] as const;
    };
    const first = await putKey('first');
    await create('timed', first);
    const [created] = await changedAt();
    const second = await putKey('second');
    expect(await createdAt(first)).toBeLessThan(created);
    expect(await createdAt(second)).toBeGreaterThan(created);

    await update('timed', second);
    const [modified, authorized] = await changedAt();
    expect(Math.min(modified, authorized)).toBeGreaterThan(await createdAt(second));
    await account.events.send(new UpdateConnectionCommand({ Name: 'timed', Description: 'only words' }));
    const [again, stillAuthorized] = await changedAt();
    expect(again).toBeGreaterThan(modified);
    expect(stillAuthorized).toBe(authorized);
  });

  test('a deauthorized connection has no key until it is updated', async () => {
    await create('revoked', await putKey('bad'));
    await account.events.send(new DeauthorizeConnectionCommand({ Name: 'revoked' }));
    expect((await connection('revoked')).ConnectionState).toBe('DEAUTHORIZED');
    expect(await managedSecret('revoked')).toEqual({});

    await account.events.send(new UpdateConnectionCommand({ Name: 'revoked', Description: 'only words' }));
    expect((await connection('revoked')).ConnectionState).toBe('DEAUTHORIZED');
    await update('revoked', await putKey('good'));
    expect((await connection('revoked')).ConnectionState).toBe('AUTHORIZED');
    expect(await managedSecret('revoked')).toMatchObject({ api_key_value: 'Bearer good' });
  });

  test('a version that does not exist rolls the update back with its reason; the old key keeps working', async () => {
    await create('mistyped', await putKey('working'));
    await update('mistyped', '00000000-0000-0000-0000-000000000000');

    expect((await stack('mistyped')).StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(await failures('mistyped')).toEqual([
      "Secrets Manager can't find the specified secret value for VersionId: 00000000-0000-0000-0000-000000000000",
    ]);
    expect(await managedSecret('mistyped')).toMatchObject({ api_key_value: 'Bearer working' });
  });

  test.each([
    ['a secret that is not there', 'nowhere', "Secrets Manager can't find the specified secret."],
    ['JSON without the key', 'key', 'Could not find a value associated with JSONKey KEY in SecretString'],
  ])('%s leaves no connection behind and says why', async (_, secret, reason) => {
    const SecretString = JSON.stringify({ OTHER: 'hidden' });
    const { VersionId } = await account.secrets.send(
      new PutSecretValueCommand({ SecretId: secretArn, SecretString }),
    );
    const name = `failed-${secret}`;
    await account.cloudFormation.send(
      new CreateStackCommand({
        StackName: name,
        TemplateBody: template(name),
        Parameters: parameters(VersionId!, secret),
        ClientRequestToken: token,
      }),
    );
    expect((await stack(name)).StackStatus).toBe('ROLLBACK_COMPLETE');
    expect(await failures(name)).toEqual([reason]);
    await expect(connection(name)).rejects.toThrow(`Connection '${name}' does not exist.`);
  });

  test.each([
    [
      { AuthorizationType: 'BASIC' },
      'local AWS does not support AuthorizationType BASIC of AWS::Events::Connection',
    ],
    [{ KmsKeyIdentifier: 'k' }, 'local AWS does not support KmsKeyIdentifier of AWS::Events::Connection'],
  ])('%j is rejected by name instead of being ignored', async (properties, reason) => {
    const name = `rejected-${Object.keys(properties)[0]}`;
    await create(name, await putKey('any'), template(name, properties));
    expect(await failures(name)).toEqual([reason]);
  });

  test('a resource type that is not supported fails the stack, because moto would leave it out', async () => {
    const body = JSON.stringify({ Resources: { Bus: { Type: 'AWS::Nothing::Here', Properties: {} } } });
    await account.cloudFormation.send(
      new CreateStackCommand({ StackName: 'unknown', TemplateBody: body, ClientRequestToken: token }),
    );
    expect(await failures('unknown')).toEqual([
      'local AWS does not support the resource type AWS::Nothing::Here',
    ]);
  });

  test('a name is as long as EventBridge allows and can be used only once', async () => {
    const connect = (Name: string) =>
      account.events.send(
        new CreateConnectionCommand({
          Name,
          AuthorizationType: 'API_KEY',
          AuthParameters: { ApiKeyAuthParameters: { ApiKeyName: 'Authorization', ApiKeyValue: 'any' } },
        }),
      );
    await expect(connect('n'.repeat(65))).rejects.toThrow('length less than or equal to 64');
    await connect('n'.repeat(64));
    await expect(connect('n'.repeat(64))).rejects.toMatchObject({ name: 'ResourceAlreadyExistsException' });
  });
});
