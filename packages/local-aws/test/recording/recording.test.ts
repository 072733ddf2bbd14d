import { CreateConnectionCommand, DescribeConnectionCommand } from '@aws-sdk/client-eventbridge';
import {
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
} from '@aws-sdk/client-secrets-manager';
import { CreateStateMachineCommand, DescribeStateMachineCommand } from '@aws-sdk/client-sfn';
import { Recorder } from '../../src/recording/recorder';
import { replay } from '../../src/recording/replay';
import { arnOf, startAccount, type Account } from '../local-account';

const [first, second] = ['ofTheRecordedAccount', 'ofTheReplayedAccount'];
const recorder = new Recorder();

let recorded: Account;
let replayed: Account;

beforeAll(async () => {
  [recorded, replayed] = await Promise.all([startAccount(1, recorder), startAccount()]);
  recorder.hide(first);
  const { secrets, events, states, role } = recorded;
  await secrets.send(new CreateSecretCommand({ Name: 'key', Description: 'für den Schlüssel' }));
  // Ids do not depend on what is asked for in between, nor on what fails.
  await secrets.send(new DescribeSecretCommand({ SecretId: 'key' }));
  await expect(secrets.send(new DeleteSecretCommand({ SecretId: 'no such secret' }))).rejects.toThrow();
  await secrets.send(new PutSecretValueCommand({ SecretId: 'key', SecretString: first }));
  await events.send(
    new CreateConnectionCommand({
      Name: 'stripe',
      AuthorizationType: 'API_KEY',
      AuthParameters: { ApiKeyAuthParameters: { ApiKeyName: 'Authorization', ApiKeyValue: first } },
    }),
  );
  const definition = JSON.stringify({
    QueryLanguage: 'JSONata',
    StartAt: 'End',
    States: { End: { Type: 'Succeed' } },
  });
  const roleArn = await role('role');
  await states.send(new CreateStateMachineCommand({ name: 'machine', definition, roleArn }));
  await replay(replayed.aws.url, recorder.requests, { secrets: [second] });
});

afterAll(() => Promise.all([recorded?.aws.stop(), replayed?.aws.stop()]));

const of = async ({ secrets, events, states }: Account) => {
  const { ARN, Description } = await secrets.send(new DescribeSecretCommand({ SecretId: 'key' }));
  const { SecretString, VersionId } = await secrets.send(new GetSecretValueCommand({ SecretId: 'key' }));
  const connection = await events.send(new DescribeConnectionCommand({ Name: 'stripe' }));
  const machine = await states.send(
    new DescribeStateMachineCommand({ stateMachineArn: arnOf.machine('machine') }),
  );
  return {
    ids: [ARN, VersionId, connection.ConnectionArn, connection.SecretArn],
    texts: [Description, machine.definition, machine.roleArn],
    SecretString,
  };
};

test('a replayed account has what the recorded one has, with the same ids, and a secret value of its own', async () => {
  const [before, after] = await Promise.all([of(recorded), of(replayed)]);
  expect(before.ids).not.toContain(undefined);
  expect(after.ids).toEqual(before.ids);
  expect(after.texts).toEqual(before.texts);
  expect([before.SecretString, after.SecretString]).toEqual([first, second]);
});

test('only what changed something is kept, without secret values and signatures', () => {
  expect(recorder.requests.map(({ operation }) => operation)).toEqual([
    'CreateSecret',
    'PutSecretValue',
    'CreateConnection',
    'CreateRole',
    'CreateStateMachine',
  ]);
  const text = JSON.stringify(recorder.requests);
  expect(text).toContain('Credential=local/');
  expect(text).not.toMatch(/Signature=[^0]/);
  expect(text).not.toContain(first);
});

test('a recorded request that does not succeed is named with the response, because the account would lack it', async () => {
  await expect(replay(replayed.aws.url, recorder.requests, { secrets: [second] })).rejects.toThrow(
    /^The recorded CreateSecret \(POST \/\) was answered with 400: .*ResourceExistsException/,
  );
});

test('a secret value that another encoding could hide from the search is refused', () => {
  expect(() => recorder.hide('with "quotation marks"')).toThrow(
    'hides only values of letters, digits, "_" and "-"',
  );
});
