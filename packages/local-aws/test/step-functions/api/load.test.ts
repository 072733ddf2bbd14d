import { CreateTableCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import {
  CreateStateMachineCommand,
  ListExecutionsCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { startQuota } from '../../../src/step-functions/api/start-quota';
import { accountId, arnOf, region, startAccount, type Account } from '../../local-account';

const bucketSize = 800;

describe('the quota of StartExecution', () => {
  let seconds = 0;
  const starts = (take: () => void, count: number) => {
    let started = 0;
    for (let request = 0; request < count; request++) {
      try {
        take();
        started += 1;
      } catch (error) {
        expect(error).toMatchObject({ code: 'ThrottlingException', message: 'Rate exceeded', status: 400 });
      }
    }
    return started;
  };
  beforeEach(() => (seconds = 0));

  test('800 executions start at once and 150 a second after that, as in Tokyo', () => {
    const take = startQuota(() => seconds * 1000);
    expect(starts(take, 1000)).toBe(bucketSize);
    seconds = 2;
    expect(starts(take, 1000)).toBe(300);
    seconds = 60;
    expect(starts(take, 1000)).toBe(bucketSize);
  });

  test('1,000 executions at 250 a second are within it', () => {
    const take = startQuota(() => seconds * 1000);
    let started = 0;
    for (let request = 0; request < 1000; request++) {
      seconds = request / 250;
      started += starts(take, 1);
    }
    expect(started).toBe(1000);
  });
});

describe('many executions at once', () => {
  let account: Account;
  let states: SFNClient;

  beforeAll(async () => {
    account = await startAccount();
    // With the SDK's ordinary retries.
    states = new SFNClient({
      endpoint: account.aws.url,
      region,
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
    await account.dynamoDb.send(
      new CreateTableCommand({
        TableName: 'uploads',
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      }),
    );
    const Resource = `arn:aws:dynamodb:${region}:${accountId}:table/uploads`;
    const roleArn = await account.role('uploads', [{ Effect: 'Allow', Action: 'dynamodb:*', Resource }]);
    const definition = JSON.stringify({
      QueryLanguage: 'JSONata',
      StartAt: 'Write',
      States: {
        Write: {
          Type: 'Task',
          Resource: 'arn:aws:states:::dynamodb:putItem',
          Arguments: { TableName: 'uploads', Item: { id: { S: '{% $states.context.Execution.Name %}' } } },
          TimeoutSeconds: 10,
          End: true,
        },
      },
    });
    await account.states.send(new CreateStateMachineCommand({ name: 'uploads', definition, roleArn }));
  });
  afterAll(async () => {
    states.destroy();
    await account.aws.stop();
  });

  test('300 take their time, and no state times out', async () => {
    const stateMachineArn = arnOf.machine('uploads');
    await Promise.all(
      Array.from({ length: 300 }, () => states.send(new StartExecutionCommand({ stateMachineArn }))),
    );
    const withStatus = async (statusFilter: 'RUNNING' | 'SUCCEEDED') => {
      const listed = new ListExecutionsCommand({ stateMachineArn, statusFilter, maxResults: 1000 });
      return (await states.send(listed)).executions!.length;
    };
    while ((await withStatus('RUNNING')) > 0) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(await withStatus('SUCCEEDED')).toBe(300);
    const { Count } = await account.dynamoDb.send(new ScanCommand({ TableName: 'uploads', Select: 'COUNT' }));
    expect(Count).toBe(300);
  }, 120_000);
});
