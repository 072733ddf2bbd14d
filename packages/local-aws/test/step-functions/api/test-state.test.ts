import { CreateTableCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import {
  SFNClient,
  TestStateCommand,
  type TestStateCommandInput,
  type TestStateCommandOutput,
} from '@aws-sdk/client-sfn';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { accountId, region, startAccount, type Account } from '../../local-account';

const jsonata = (state: object) => JSON.stringify({ QueryLanguage: 'JSONata', ...state });
const pass = jsonata({ Type: 'Pass', Output: '{% $states.input %}', Next: 'Elsewhere' });
const getItem = {
  Type: 'Task',
  Resource: 'arn:aws:states:::aws-sdk:dynamodb:getItem',
  Arguments: { TableName: 'records', Key: { id: { S: '{% $states.input.id %}' } } },
  Output: '{% $states.result.Item.id.S %}',
  Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Log' }],
  End: true,
};

describe('TestState of local Step Functions', () => {
  let account: Account;
  let reader: string;

  beforeAll(async () => {
    account = await startAccount();
    const table = `arn:aws:dynamodb:${region}:${accountId}:table/records`;
    reader = await account.role('reader', [{ Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: table }]);
    await account.dynamoDb.send(
      new CreateTableCommand({
        TableName: 'records',
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        BillingMode: 'PAY_PER_REQUEST',
      }),
    );
    await account.dynamoDb.send(new PutItemCommand({ TableName: 'records', Item: { id: { S: 'a' } } }));
  });
  afterAll(() => account.aws.stop());

  const testState = async (input: TestStateCommandInput, client: SFNClient = account.states) => {
    const response: Partial<TestStateCommandOutput> = await client.send(new TestStateCommand(input));
    delete response.$metadata;
    return response;
  };

  test('INFO shows the result, DEBUG and TRACE also the way to it', async () => {
    const input = '{"n":1}';
    const result = { status: 'SUCCEEDED', output: input, nextState: 'Elsewhere' };
    expect(await testState({ definition: pass, input })).toEqual(result);
    const variables = '{"a":1}';
    for (const inspectionLevel of ['DEBUG', 'TRACE'] as const) {
      expect(await testState({ definition: pass, input, inspectionLevel, variables })).toEqual({
        ...result,
        inspectionData: { input, variables },
      });
    }
  });

  test('a task runs with the permissions of its role; an error leads to the catcher', async () => {
    const input = '{"id":"a"}';
    const definition = jsonata(getItem);
    const level = { inspectionLevel: 'DEBUG' as const };
    expect(await testState({ definition, input, roleArn: reader, ...level })).toEqual({
      status: 'SUCCEEDED',
      output: '"a"',
      inspectionData: {
        input,
        afterArguments: '{"TableName":"records","Key":{"id":{"S":"a"}}}',
        result: '{"Item":{"id":{"S":"a"}}}',
      },
    });
    const denied = await testState({ definition, input, roleArn: await account.role('nobody'), ...level });
    expect(denied).toMatchObject({
      status: 'CAUGHT_ERROR',
      error: 'DynamoDb.DynamoDbException',
      nextState: 'Log',
      inspectionData: { errorDetails: { catchIndex: 0 } },
    });
    expect(denied.cause).toContain('is not authorized to perform: dynamodb:GetItem');
  });

  test('a state of a machine is tested under its name', async () => {
    const definition = jsonata({ StartAt: 'Get', States: { Get: getItem, Log: { Type: 'Succeed' } } });
    expect(await testState({ definition, stateName: 'Log', input: '5' })).toEqual({
      status: 'SUCCEEDED',
      output: '5',
    });
    await expect(testState({ definition, stateName: 'Other' })).rejects.toThrow("has no state 'Other'");
  });

  const map = { Type: 'Map', ItemProcessor: { StartAt: 'B', States: { B: { Type: 'Succeed' } } }, End: true };

  test.each<[string, Omit<TestStateCommandInput, 'definition'> & { definition: string }, string]>([
    [
      'ValidationException',
      { definition: jsonata(getItem) },
      'RoleArn must be specified when testing a Task state',
    ],
    [
      'InvalidDefinition',
      { definition: jsonata(map) },
      'TestState API does not support Map or Parallel states. Supported state types include: [Task, Wait, Pass, Succeed, Fail, Choice]',
    ],
    [
      'InvalidDefinition',
      {
        definition: jsonata({
          Type: 'Task',
          Resource: 'arn:aws:states:::states:startExecution.sync:2',
          Arguments: { StateMachineArn: 'm' },
          End: true,
        }),
      },
      'does not support the service integration patterns .sync and .waitForTaskToken',
    ],
    [
      'InvalidDefinition',
      { definition: jsonata({ Type: 'Pass', Output: '{% phone %}', End: true }) },
      "Reference to 'phone' at the top level is not supported. at /States/StateName/Output",
    ],
    ['InvalidDefinition', { definition: 'no JSON' }, 'Definition must be a valid JSON object'],
    ['InvalidExecutionInput', { definition: pass, input: '{' }, 'the input is not JSON'],
    ['ValidationException', { definition: pass, variables: '[1]' }, 'Variables must be a JSON object'],
    [
      'ValidationException',
      { definition: pass, inspectionLevel: 'ALL' as never },
      'enum value set: [INFO, DEBUG',
    ],
    [
      'UnsupportedOperation',
      { definition: pass, mock: { result: '1' } },
      'does not support mock of TestState',
    ],
    ['UnsupportedOperation', { definition: pass, context: '{}' }, 'does not support context of TestState'],
    [
      'UnsupportedOperation',
      { definition: pass, stateConfiguration: {} },
      'does not support stateConfiguration of TestState',
    ],
  ])('%s: %j', async (name, input, message) => {
    await expect(testState(input)).rejects.toMatchObject({
      name,
      message: expect.stringContaining(message) as string,
    });
  });

  const actingAs = async (name: string, statements: object[]) => {
    const roleArn = await account.role(name, statements);
    const options = { endpoint: account.aws.url, region, maxAttempts: 1, disableHostPrefix: true };
    const owner = { accessKeyId: 'local', secretAccessKey: 'local' };
    const sts = new STSClient({ ...options, credentials: owner });
    const { Credentials } = await sts.send(
      new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: 'tester' }),
    );
    const { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, SessionToken } = Credentials!;
    return new SFNClient({
      ...options,
      credentials: {
        accessKeyId: accessKeyId!,
        secretAccessKey: secretAccessKey!,
        sessionToken: SessionToken!,
      },
    });
  };
  const allow = (Action: string, Resource = '*') => ({ Effect: 'Allow', Action, Resource });

  test('a session needs states:TestState, iam:PassRole for the role, and states:RevealSecrets for secrets', async () => {
    const input = { definition: jsonata(getItem), input: '{"id":"a"}', roleArn: reader };
    const denied = async (client: SFNClient, action: string, more: object = {}) =>
      expect(testState({ ...input, ...more }, client)).rejects.toMatchObject({
        name: 'AccessDeniedException',
        message: expect.stringMatching(
          `^User: arn:aws:sts::${accountId}:assumed-role/[a-z-]+/tester is not authorized to perform: ${action} `,
        ) as string,
      });
    await denied(await actingAs('without', []), 'states:TestState');
    const tester = await actingAs('tester', [allow('states:TestState')]);
    await denied(tester, 'iam:PassRole');
    const passer = await actingAs('passer', [allow('states:TestState'), allow('iam:PassRole', reader)]);
    expect(await testState(input, passer)).toMatchObject({ status: 'SUCCEEDED' });
    await denied(passer, 'states:RevealSecrets', { inspectionLevel: 'TRACE', revealSecrets: true });
  });
});
