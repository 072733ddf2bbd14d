import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import {
  CreateConnectionCommand,
  DeleteConnectionCommand,
  DescribeConnectionCommand,
} from '@aws-sdk/client-eventbridge';
import { GetRoleCommand } from '@aws-sdk/client-iam';
import { CreateSecretCommand, DescribeSecretCommand } from '@aws-sdk/client-secrets-manager';
import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { DescribeStateMachineCommand } from '@aws-sdk/client-sfn';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Application } from '../../local/application';
import { createMeter, stripeClientOf } from '../../local/catalog';
import { runExecution } from '../../local/execution';
import { startServices, type Services } from '../../local/services';
import { arnsOf } from '../../settings/arns';
import { environmentOf } from '../../settings/environments';
import { customerId, deployTimeoutMilliseconds } from '../helpers/deployed';
import { consoleRole, makeByHand } from '../helpers/hand-made';
import { ProjectCopy, type Ended } from '../helpers/project-copy';
import { useStartedProviders } from '../helpers/started-providers';
import { ledgerAndRecovery } from './adopt/ledger';

const environment = environmentOf('live');
const stateMachineArn = arnsOf(environment).stateMachine;

let services: Services;
let checkout: ProjectCopy;
let application: Application;
let before: Awaited<ReturnType<typeof identity>>;

jest.setTimeout(deployTimeoutMilliseconds);

useStartedProviders();

beforeAll(async () => {
  services = await startServices({ environment, workspaces: [environment.name], speed: 20, log: () => {} });
  checkout = new ProjectCopy(services.aws.environment);
  application = new Application(environment, services.clients);
  await application.createPrerequisites();
});

afterAll(async () => {
  checkout?.remove();
  await services?.stop();
});

const adopt = (workspace = 'live') => checkout.run('adopt', '--workspace', workspace);
const plan = (...stacks: string[]) =>
  checkout.run('plan', '--workspace', 'live', ...stacks.flatMap((stack) => ['--stack', stack]));
const deploy = () => checkout.run('apply', '--workspace', 'live', '--plan', 'plans/live', '--yes');
const importsOf = (stack: string) => checkout.path('imports', 'live', `${stack}.json`);

/** One sentence on standard error, no stack trace. */
function expectRefusal({ status, stderr }: Ended, sentence: RegExp): void {
  expect(stderr).toMatch(sentence);
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect(status).toBe(1);
}

test('in an account without any of it there is nothing to adopt, and no file is written', async () => {
  const { status, stdout, stderr } = await adopt();
  expect(stderr).toBe('');
  expect(stdout).toContain('There is nothing to adopt.');
  expect(status).toBe(0);
  expect(existsSync(checkout.path('imports'))).toBe(false);
});

describe('an account in which the guide was followed by hand', () => {
  beforeAll(async () => {
    const key = services.newKey('live');
    await makeByHand(environment, services.clients, { key, connectionName: environment.names.connection });
    await createMeter(stripeClientOf(services.stripe, key));
    services.stripe.addCustomer('live', customerId);
    await application.mapPolicy(await application.createChild());
    before = await identity();
  });

  test('the role and the connection that would be replaced or collide are said, with what to do', async () => {
    const result = await adopt();
    expect(result.stdout).toContain(`add the line "executionRoleName: '${consoleRole}',"`);
    expect(result.stdout).toMatch(
      /"siftbeam-stripe" was created by hand and cannot be adopted: nobody can read the key/,
    );
    expect(result.stdout).toContain(
      `aws events delete-connection --name siftbeam-stripe --region ${environment.region}`,
    );
    expectRefusal(result, /Not adopted: stripe-connection, service-processing\./);
    expect(existsSync(importsOf('stripe-connection'))).toBe(false);
    expect(existsSync(importsOf('service-processing'))).toBe(false);

    insertAfter('settings/environments.ts', /\n {2}live: \{/, `\n    executionRoleName: '${consoleRole}',`);
    insertAfter('settings/names.ts', /connection: `\$\{application\}-stripe/, '-meter');
  });

  test('everything else is found, and before there is a state bucket the plan of the secret already loses nothing', async () => {
    const { status, stdout, stderr } = await adopt();
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(stdout).toContain('The connection "siftbeam-stripe" cannot be adopted: nobody can read the key');
    expect(stdout).toContain(`The trust policy of the role "${consoleRole}" stays as it is`);
    expect(stdout).toMatch(/^stripe-secret: 1 to change, 1 to import\.$/m);
    expect(stdout).toMatch(
      /^service-processing: cannot be planned yet\. The connection .* does not exist yet.*npm run deploy:live -- stripe-connection/m,
    );
    expect(Object.keys(JSON.parse(readFileSync(importsOf('service-processing'), 'utf8')))).toEqual([
      'aws_cloudwatch_log_group.state-machine_log-group',
      'aws_cloudwatch_metric_alarm.send-failure_alarm',
      'aws_iam_role_policy.execution-role_policy',
      'aws_sfn_state_machine.state-machine_machine',
    ]);
    expect(await identity()).toEqual(before);
  });

  test('once there are a state bucket and the connection it finds the same again, and the plan for review loses nothing', async () => {
    const first = ['state-backend', 'stripe-connection'];
    expect((await checkout.run('deploy', 'live', ...first, '--auto-approve')).status).toBe(0);
    const again = await adopt();
    expect(again.stdout).not.toContain('Writes');
    expect(again.stdout).toMatch(/^service-processing: \d+ to add, \d to change, 4 to import\.$/m);
    expect(again.status).toBe(0);
    const { status, stdout } = await plan('stripe-secret', 'service-processing');
    expect(status).toBe(2);
    expect(stdout).toMatch(/^service-processing: \d+ to add, \d to change, 4 to import\.$/m);
    const summary = readFileSync(checkout.path('plans', 'live', 'summary.md'), 'utf8');
    expect(summary).not.toMatch(/<b>(replace|destroy)<\/b>/);
  });

  test('once deployed, every resource is the one that was there, and bills', async () => {
    const { status, stderr } = await deploy();
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(await identity()).toEqual(before);
    const input = await application.upload({ 'a.txt': new Uint8Array(1024) }, customerId);
    const { description } = await runExecution(services.clients.states, stateMachineArn, input);
    expect(description.status).toBe('SUCCEEDED');
    expect(services.stripe.meterEvents('live')).toMatchObject([{ identifier: input.processingHistoryId }]);
  });

  test('run again it deletes its files, and then there is nothing left to plan', async () => {
    const { status, stdout } = await adopt();
    expect(stdout).toContain('Deletes');
    expect(stdout).toContain('There is nothing to adopt.');
    expect(status).toBe(0);
    expect(existsSync(importsOf('service-processing'))).toBe(false);
    expect(await plan('stripe-secret', 'service-processing')).toMatchObject({ status: 0, stderr: '' });
  });

  test('the old connection can be deleted then, as it was said', async () => {
    await services.clients.events.send(new DeleteConnectionCommand({ Name: environment.names.connection }));
    const input = await application.upload({ 'b.txt': new Uint8Array(1024) }, customerId);
    await runExecution(services.clients.states, stateMachineArn, input);
    expect(services.stripe.meterEvents('live')).toHaveLength(2);
  });
});

describe('a checkout without the local state, where the connection was deployed as part of service-processing', () => {
  beforeAll(async () => {
    rmSync(checkout.path('terraform.tfstate.d'), { recursive: true });
    await moveConnection();
  });

  test("adopts the state bucket without a change, and the connection into its stack's state", async () => {
    const { stdout, stderr, status } = await adopt();
    expect([stderr, status]).toEqual(['', 0]);
    expect(stdout).toMatch(/^state-backend: 6 to import\.$/m);
    // Terraform does not import the parameters; the update that sets them changes nothing in CloudFormation.
    expect(stdout).toMatch(/^stripe-connection: 1 to change, 1 to import\.$/m);
    const planned = await plan('state-backend', 'stripe-connection', 'service-processing');
    expect(planned.stdout).toMatch(/^service-processing: 2 to forget\.$/m);
    const before = await connection();
    expect(await deploy()).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('6 imported, 0 added, 0 changed, 0 destroyed'),
    });
    expect(await connection()).toEqual(before);
  });

  test('has nothing left to adopt or to plan then', async () => {
    expect((await adopt()).stdout).toContain('There is nothing to adopt.');
    expect(await plan('stripe-connection', 'service-processing')).toMatchObject({ status: 0, stderr: '' });
  });
});

describe('the ledger and recovery', () =>
  ledgerAndRecovery(() => ({ services, checkout, adopt, plan, deploy })));

test('in test, a table with another key is named: its adoption would delete every record', async () => {
  const { names } = environmentOf('test');
  const { secrets, dynamodb, events } = services.clients;
  const SecretString = JSON.stringify({ STRIPE_SECRET_KEY: services.newKey('test') });
  await secrets.send(new CreateSecretCommand({ Name: names.secret, SecretString }));
  await dynamodb.send(
    new CreateTableCommand({
      TableName: names.policyMappingTable,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    }),
  );
  // Without a connection service-processing could not be planned.
  await events.send(
    new CreateConnectionCommand({
      Name: names.connection.replace('stripe', 'stripe-meter'),
      AuthorizationType: 'API_KEY',
      AuthParameters: { ApiKeyAuthParameters: { ApiKeyName: 'Authorization', ApiKeyValue: 'any' } },
    }),
  );
  const result = await adopt('test');
  expect(result.stdout).toContain('stripe-secret: 1 to change, 1 to import.');
  expectRefusal(
    result,
    /Do not deploy this: service-processing would replace or destroy aws_dynamodb_table\.tables_policy-mapping/,
  );
});

/** What would differ if anything had been made anew. */
async function identity() {
  const { secrets, states, iam } = services.clients;
  const secret = await secrets.send(new DescribeSecretCommand({ SecretId: environment.names.secret }));
  const machine = await states.send(new DescribeStateMachineCommand({ stateMachineArn }));
  const { Role } = await iam.send(new GetRoleCommand({ RoleName: consoleRole }));
  return {
    secretArn: secret.ARN,
    secretVersions: Object.keys(secret.VersionIdsToStages ?? {}),
    machineCreated: machine.creationDate,
    machineRole: machine.roleArn,
    roleId: Role?.RoleId,
    trust: Role?.AssumeRolePolicyDocument,
  };
}

/** The connection under the name that the operator chose above. */
async function connection() {
  const Name = environment.names.connection.replace('stripe', 'stripe-meter');
  const found = await services.clients.events.send(new DescribeConnectionCommand({ Name }));
  return [found.ConnectionArn, found.CreationTime, found.LastModifiedTime];
}

/** Puts the connection into the state of service-processing, where earlier versions had it, with what kept its ARN. */
async function moveConnection(): Promise<void> {
  const { s3 } = services.clients;
  const at = (stack: string) => ({
    Bucket: environment.names.stateBucket,
    Key: `workspaces/live/${stack}.tfstate`,
  });
  const read = async (stack: string) => {
    const { Body } = await s3.send(new GetObjectCommand(at(stack)));
    return JSON.parse(await Body!.transformToString()) as { resources: { mode: string }[] };
  };
  const [from, to] = [await read('stripe-connection'), await read('service-processing')];
  const arn = {
    mode: 'managed',
    type: 'terraform_data',
    name: 'connection_arn',
    provider: 'provider["terraform.io/builtin/terraform"]',
    instances: [{ schema_version: 0, attributes: { id: 'arn' } }],
  };
  to.resources.push(...from.resources.filter(({ mode }) => mode === 'managed'), arn);
  await s3.send(new PutObjectCommand({ ...at('service-processing'), Body: JSON.stringify(to) }));
  await s3.send(new DeleteObjectCommand(at('stripe-connection')));
}

/** Edits a file of the checkout as the operator would. */
function insertAfter(file: string, place: RegExp, text: string): void {
  const before = readFileSync(checkout.path(file), 'utf8');
  expect(before).toMatch(place);
  writeFileSync(
    checkout.path(file),
    before.replace(place, (found) => found + text),
  );
}
