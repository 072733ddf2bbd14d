import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { DeleteConnectionCommand, UpdateConnectionCommand } from '@aws-sdk/client-eventbridge';
import { GetRolePolicyCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  GetScheduleCommand,
  UpdateScheduleCommand,
  type UpdateScheduleCommandInput,
} from '@aws-sdk/client-scheduler';
import { DeleteSecretCommand } from '@aws-sdk/client-secrets-manager';
import { ListExecutionsCommand } from '@aws-sdk/client-sfn';
import { createMeter, stripeClientOf } from '../../../local/catalog';
import type { ProcessingInput } from '../../../settings/application';
import { arnsOf } from '../../../settings/arns';
import { executionPolicyName, recoveryPolicyName } from '../../../settings/names';
import { ledgerKey } from '../../../ledger/keys';
import type { StripeFault } from '@usage-billing/local-stripe/faults';
import { keyInSecret } from '../../../local/demo/key';
import { customerId } from '../../helpers/deployed';
import { openEvents, openUsageChecks, recoverAfter, runRecovery } from '../../helpers/recovery';
import { faultFor } from '../../helpers/sending';
import type { World } from './world';

/** What went wrong, and how a person knows it. */
export interface Produced {
  /** The upload that it befell. */
  readonly input?: ProcessingInput;
  /** For the shell, such as `ID`. */
  readonly env?: NodeJS.ProcessEnv;
  /** What a person writes in the place of what is printed. */
  readonly fill?: Readonly<Record<string, string>>;
  /** What a person does elsewhere, such as in the Stripe Dashboard. */
  readonly person?: () => unknown;
}

export interface Followed {
  readonly heading: string;
  /** What makes it happen only hours later. @default - it happens at once */
  readonly begin?: (world: World) => Promise<Produced>;
  /** Makes it happen, and sees the symptom. */
  readonly symptom: (world: World, begun: Produced) => Promise<Produced>;
  /** What the printed diagnosis must show. */
  readonly shows: RegExp;
  /** Programs of the diagnosis that find nothing, which is what a person needs to know. */
  readonly findsNothing?: boolean;
  /** Whether a later symptom hides what `npm run verify` shows of this one. @default - it runs once, for all */
  readonly verifiesAtOnce?: boolean;
  /** The commands, printed somewhere in the runbook, that the fix names for this cause. */
  readonly fix: readonly string[];
  /** Those that must wait until recovery has done its part. */
  readonly then?: readonly string[];
  /** What must be true in the end. @default - the upload is billed once */
  readonly end?: (world: World, produced: Produced) => Promise<void>;
}

const deployService = 'npm run deploy:$WORKSPACE -- service-processing';
const newKey = 'npm run stripe:key -- --workspace $WORKSPACE\nnpm run deploy:$WORKSPACE -- stripe-connection';
const retry = 'npm run meter-events -- --workspace $WORKSPACE --retry "$ID"';

/** An upload whose meter event was not sent for this reason. */
async function unsent(
  world: World,
  error: string,
  changes: Partial<ProcessingInput> = {},
): Promise<Produced> {
  const { input, outcome } = await world.process(changes);
  expect(outcome.status).toBe('SUCCEEDED');
  const record = await world.record(input);
  expect(record).toMatchObject({ status: 'completed' });
  expect(record.stripeMeterError?.error).toBe(error);
  return { input, env: { ID: input.processingHistoryId } };
}

async function withoutStatements(
  { services, environment }: World,
  isRemoved: (statement: { Sid?: string; Action: string | string[] }) => boolean,
  role: 'executionRole' | 'recoveryRole' = 'executionRole',
): Promise<void> {
  const names = {
    RoleName: environment.names[role],
    PolicyName: role === 'executionRole' ? executionPolicyName : recoveryPolicyName,
  };
  const { PolicyDocument = '' } = await services.clients.iam.send(new GetRolePolicyCommand(names));
  const policy = JSON.parse(decodeURIComponent(PolicyDocument)) as {
    Statement: { Sid?: string; Action: string | string[] }[];
  };
  const left = policy.Statement.filter((statement) => !isRemoved(statement));
  expect(left.length).toBeLessThan(policy.Statement.length);
  await services.clients.iam.send(
    new PutRolePolicyCommand({ ...names, PolicyDocument: JSON.stringify({ ...policy, Statement: left }) }),
  );
}

const stripeOf = ({ services }: World) => stripeClientOf(services.stripe, services.newKey('test'));

/** An upload at which Stripe fails until a person, or Stripe, has ended it. */
async function duringFault(world: World, fault: StripeFault, error: string): Promise<Produced> {
  const input = await world.upload();
  const end = faultFor(world, input, fault);
  await world.run(input);
  expect((await world.record(input)).stripeMeterError?.error).toBe(error);
  return { input, env: { ID: input.processingHistoryId }, person: end };
}

/** A usage check that needs a person, which recovery has come to within eight hours. */
async function openCheck(world: World, customer: string) {
  const checks = await openUsageChecks(world, 'needs-person');
  const check = checks.find(({ checkedCustomerId }) => checkedCustomerId === customer);
  expect(check).toBeDefined();
  return check!;
}

const closed =
  (status: string) =>
  async (world: World, { env }: Produced) => {
    const item = await world.ledger({ processingHistoryId: env?.ID ?? '' });
    expect(item).toMatchObject({ status });
    expect(item).not.toHaveProperty('openState');
  };

const causesOfOthers = async () => {
  // Each of them is seen to be repaired under its own heading.
};

const startAgain = /EXECUTION=\$\(aws[^]*?start-execution[^\n]*/;

/** An upload that failed before its meter event was recorded, because its policy is not mapped. */
async function unmapped(world: World, policyId: string): Promise<Produced> {
  const { input, outcome } = await world.process({ policyId });
  expect(outcome).toMatchObject({
    status: 'FAILED',
    cause: expect.stringContaining('No state machine is mapped'),
  });
  expect(await world.record(input)).toMatchObject({ status: 'failed', errorMessage: outcome.cause });
  const { executionArn = '' } = outcome.description;
  return {
    input,
    env: { ID: input.processingHistoryId, EXECUTION: executionArn },
    fill: { '…': policyId, '1eedb448': executionArn.split(':').at(-1)!.slice(0, 12) },
  };
}

/** What takes hours begins first; the others come in this order, because one hides what is sent after it. */
export const followed: readonly Followed[] = [
  {
    heading: 'UsageDiffers',
    begin: async (world) => {
      const { services, upload, run } = world;
      const customerId = 'cus_differs';
      services.stripe.addCustomer('test', customerId);
      const input = { ...(await upload()), customerId };
      const code = 'meter_event_customer_not_found';
      services.stripe.dropLater({ mode: 'test', identifier: input.processingHistoryId, code, times: 1 });
      await run(input);
      return { input };
    },
    symptom: async (world, { input }) => {
      const { identifier, hourStart, lastError } = await openCheck(world, 'cus_differs');
      expect(lastError).toBe('UsageDiffers');
      return {
        input,
        env: { ID: input!.processingHistoryId },
        fill: { "START='…'": `START=${hourStart}`, 'cus_…': 'cus_differs', '#usage-check/…': identifier },
      };
    },
    shows: /meter_event_customer_not_found/,
    fix: [retry],
    then: ["npm run meter-events -- --workspace $WORKSPACE --retry '#usage-check/…'"],
    end: async (world, { input, fill = {} }) => {
      expect(world.attempts(input!).length).toBeGreaterThan(1);
      await closed('equal')(world, { env: { ID: fill['#usage-check/…'] } });
    },
  },
  {
    heading: 'The event does not show',
    begin: async ({ services, upload, run }) => {
      const customerId = 'cus_does_not_show';
      services.stripe.addCustomer('test', customerId);
      const input = { ...(await upload()), customerId };
      await run(input);
      return { input };
    },
    symptom: async (world, { input }) => {
      expect(await world.ledger(input!)).toMatchObject({ status: 'sent' });
      return { input, env: { ID: input!.processingHistoryId } };
    },
    // Recovery has compared the hour by now, which is what the fix waits for.
    shows: /sent/,
    fix: [],
  },
  {
    heading: 'UsageUnknown',
    begin: async (world) => {
      const customerId = 'cus_deleted';
      world.services.stripe.addCustomer('test', customerId);
      const input = { ...(await world.upload()), customerId };
      await world.run(input);
      await stripeOf(world).customers.del(customerId);
      return {};
    },
    symptom: async (world) => {
      const { identifier, lastError } = await openCheck(world, 'cus_deleted');
      expect(lastError).toBe('UsageUnknown');
      return { env: { ID: identifier } };
    },
    shows: /Meter/,
    fix: [`npm run meter-events -- --workspace $WORKSPACE --write-off "$ID" --reason 'customer deleted'`],
    end: closed('written-off'),
  },
  {
    heading: 'UsageUndecided',
    begin: async (world) => {
      const customerId = 'cus_undecided';
      const { services, upload, run } = world;
      services.stripe.addCustomer('test', customerId);
      const [taken, lost] = [await upload(), await upload()].map((input) => ({ ...input, customerId }));
      const ends = [
        faultFor(world, taken!, { kind: 'lose-answer' }),
        faultFor(world, lost!, { kind: 'hang' }),
      ];
      // Both in one minute, which begins now.
      services.advance(62 - (Math.floor(services.stripe.now() / 1000) % 60));
      await Promise.all([run(taken!), run(lost!)]);
      services.advance(24 * 3600);
      ends.forEach((end) => end());
      return { input: taken, env: { ID: taken!.processingHistoryId, LOST: lost!.processingHistoryId } };
    },
    symptom: async (world, begun) => {
      expect(await world.ledger(begun.input!)).toMatchObject({
        status: 'undecided',
        lastError: 'UsageUndecided',
      });
      return { ...begun, fill: { 'cus_…': 'cus_undecided', '--retry "$ID"': '--retry "$LOST"' } };
    },
    shows: /Stripe counted/,
    fix: ['npm run meter-events -- --workspace $WORKSPACE --counted "$ID"'],
    then: [retry],
    end: async (world, { input, env }) => {
      expect(world.meterEvents(input!)).toHaveLength(1);
      expect(await world.ledger(input!)).toMatchObject({ status: 'sent', evidence: 'person' });
      expect(await world.ledger({ processingHistoryId: env!.LOST! })).toMatchObject({ status: 'sent' });
    },
  },
  {
    heading: 'MeterEventRefused',
    begin: async ({ upload, run }) => {
      const input = { ...(await upload()), customerId: 'cus_refused' };
      await run(input);
      return { input };
    },
    symptom: async (world, { input }) => {
      expect(await world.ledger(input!)).toMatchObject({
        status: 'rejected',
        lastError: 'MeterEventRefused',
      });
      return {
        input,
        env: { ID: input!.processingHistoryId },
        person: () => world.services.stripe.addCustomer('test', 'cus_refused'),
      };
    },
    shows: /MeterEventRefused/,
    fix: [retry],
  },
  {
    heading: 'MeterEventTooOld',
    begin: async (world) => {
      const { services, environment, upload, run } = world;
      const input = await upload();
      const end = faultFor(world, input, { kind: 'status', status: 503 });
      await run(input);
      end();
      const timestamp = String(Math.floor(services.stripe.now() / 1000) - 36 * 86_400);
      await services.clients.dynamodb.send(
        new UpdateItemCommand({
          TableName: environment.names.meterEventsTable,
          Key: { [ledgerKey]: { S: input.processingHistoryId } },
          UpdateExpression: 'SET #timestamp = :timestamp',
          ExpressionAttributeNames: { '#timestamp': 'timestamp' },
          ExpressionAttributeValues: { ':timestamp': { N: timestamp } },
        }),
      );
      return { input };
    },
    symptom: async (world, { input }) => {
      expect(await world.ledger(input!)).toMatchObject({ status: 'rejected', lastError: 'MeterEventTooOld' });
      return { input, env: { ID: input!.processingHistoryId } };
    },
    shows: /MeterEventTooOld/,
    fix: [`npm run meter-events -- --workspace $WORKSPACE --write-off "$ID" --reason 'invoice item ii_…'`],
    end: closed('written-off'),
  },
  {
    heading: 'StripeMeterEventsOverdue',
    symptom: async (world) => {
      expect((await openEvents(world, 'needs-person')).length).toBeGreaterThan(0);
      return {};
    },
    shows: /MeterEventRefused/,
    fix: [],
    end: async (world) => {
      expect(await openEvents(world, 'needs-person')).toEqual([]);
      expect(await openUsageChecks(world, 'needs-person')).toEqual([]);
    },
  },
  {
    heading: 'The meter event was sent, but the record could not be updated',
    symptom: async ({ services, upload, run, record, ledger }) => {
      const input = await upload();
      const ends = ['if_not_exists(stripeMeterSentAt', 'SET openState = :pending, dueAt'].map((marker) =>
        services.aws.faults.add({
          service: 'dynamodb',
          operation: 'UpdateItem',
          when: (body) => body.includes(input.processingHistoryId) && body.includes(marker),
          reset: true,
        }),
      );
      const outcome = await run(input);
      ends.forEach((end) => end());
      expect(outcome.cause).toContain('The meter event was sent, but the record could not be updated');
      expect(await record(input)).not.toHaveProperty('stripeMeterSentAt');
      expect(await ledger(input)).toMatchObject({ status: 'sent' });
      return { input, env: { ID: input.processingHistoryId } };
    },
    shows: /^/,
    fix: ["SET stripeMeterSentAt = completedAt REMOVE stripeMeterError'"],
  },
  {
    heading: 'States.Http.StatusCode.429, 409, 500, 502, 503, 504, States.Http.Socket, States.Timeout',
    symptom: (world) => duringFault(world, { kind: 'status', status: 503 }, 'States.Http.StatusCode.503'),
    shows: /States\.Http\.StatusCode\.503/,
    fix: [],
  },
  {
    heading: 'States.Http.StatusCode.403',
    symptom: (world) => duringFault(world, { kind: 'status', status: 403 }, 'States.Http.StatusCode.403'),
    shows: /✓|✗/,
    fix: [],
  },
  {
    heading: 'States.Http.StatusCode.400, 402, 404',
    symptom: async (world) => {
      const stripe = stripeOf(world);
      const { data } = await stripe.billing.meters.list({ status: 'active' });
      await Promise.all(data.map(({ id }) => stripe.billing.meters.deactivate(id)));
      return unsent(world, 'States.Http.StatusCode.400');
    },
    shows: /✗ .*[Mm]eter/,
    fix: ['npm run stripe:catalog -- --workspace $WORKSPACE'],
  },
  {
    heading: 'No state machine is mapped to the policy …',
    symptom: (world) => unmapped(world, 'policy-unmapped'),
    // Nothing: there is no such item.
    shows: /^/,
    fix: ['update-item --table-name $MAPPING', startAgain.source],
  },
  {
    heading: 'ProcessingFailed',
    symptom: (world) => unmapped(world, 'policy-unmapped-too'),
    shows: /ProcessingFailed[^]*No state machine is mapped to the policy policy-unmapped-too/,
    fix: ['update-item --table-name $MAPPING', startAgain.source],
  },
  {
    heading: 'StripeMeterSendFailure',
    symptom: async ({ services, stateMachineArn }) => {
      const { executions = [] } = await services.clients.states.send(
        new ListExecutionsCommand({ stateMachineArn, statusFilter: 'FAILED' }),
      );
      expect(executions.length).toBeGreaterThan(0);
      return {};
    },
    shows: /States\.Http\.StatusCode\.503[^]*ServiceProcessingOrchestrator-test:/,
    fix: [],
    end: causesOfOthers,
  },
  {
    heading: 'The key belongs to the Stripe account …',
    symptom: async (world) => {
      const value = world.services.newKey('test');
      world.services.stripe.addKey({ value, mode: 'test', accountId: 'acct_1OfSomebodyElse' });
      await world.deployment.putKey(value);
      const { status, stderr } = await world.shell('npm run stripe:catalog -- --workspace $WORKSPACE');
      expect(status).toBe(1);
      expect(stderr).toContain('The key belongs to the Stripe account acct_1OfSomebodyElse');
      return {};
    },
    // A person compares two ids in the Stripe Dashboard.
    shows: /^/,
    fix: [newKey],
    end: async (world) => {
      const { stdout } = await world.shell('npm run stripe:catalog -- --workspace $WORKSPACE');
      expect(stdout).toContain('nothing to do');
    },
  },
  {
    heading: 'WrongStripeMode',
    symptom: async (world) => {
      const { services, environment, deployment } = world;
      const key = services.newKey('live');
      await createMeter(stripeClientOf(services.stripe, key));
      services.stripe.addCustomer('live', customerId);
      await deployment.putKey(key);
      const ApiKeyAuthParameters = { ApiKeyName: 'Authorization', ApiKeyValue: `Bearer ${key}` };
      await services.clients.events.send(
        new UpdateConnectionCommand({
          Name: environment.names.connection,
          AuthorizationType: 'API_KEY',
          AuthParameters: { ApiKeyAuthParameters },
        }),
      );
      return unsent(world, 'WrongStripeMode');
    },
    shows: /✗ .*a key of live mode/,
    verifiesAtOnce: true,
    fix: [newKey],
  },
  {
    heading: 'States.Http.StatusCode.401 and Events.ConnectionResource.InvalidConnectionState',
    symptom: async (world) => {
      world.services.stripe.revokeKey(await keyInSecret(world));
      const produced = await unsent(world, 'States.Http.StatusCode.401');
      await unsent(world, 'Events.ConnectionResource.InvalidConnectionState');
      return produced;
    },
    shows: /DEAUTHORIZED/,
    fix: [newKey],
  },
  {
    heading: 'RunEndedEarly',
    symptom: async (world) => {
      const { description } = await recoverAfter(world, 16);
      expect(description).toMatchObject({ status: 'FAILED', error: 'RunEndedEarly' });
      return {};
    },
    shows: /Events\.ConnectionResource\.InvalidConnectionState/,
    fix: [],
    end: async (world) => {
      expect((await runRecovery(world)).description.status).toBe('SUCCEEDED');
    },
  },
  {
    heading: 'Events.ConnectionResource.AccessDenied, ResourceNotFound and others',
    symptom: async (world) => {
      const { services, environment } = world;
      const Name = environment.names.connection;
      await services.clients.events.send(new DeleteConnectionCommand({ Name }));
      return unsent(world, 'Events.ConnectionResource.ResourceNotFound');
    },
    shows: /✗ .*siftbeam-stripe-test/,
    findsNothing: true,
    fix: [
      'aws cloudformation delete-stack --stack-name siftbeam-stripe-connection$SUFFIX',
      'npm run deploy:$WORKSPACE -- stripe-connection',
      deployService,
    ],
  },
  {
    heading: 'States.Http.AccessDenied: not authorized to perform states:InvokeHTTPEndpoint',
    symptom: async (world) => {
      await withoutStatements(world, ({ Sid }) => Sid === 'InvokeHTTPEndpoint');
      return unsent(world, 'States.Http.AccessDenied');
    },
    shows: /\[\]/,
    fix: [deployService],
  },
  {
    heading: 'SecretsManager.ResourceNotFoundException',
    symptom: async (world) => {
      const { services, environment } = world;
      await services.clients.secrets.send(
        new DeleteSecretCommand({ SecretId: environment.names.secret, ForceDeleteWithoutRecovery: true }),
      );
      return unsent(world, 'SecretsManager.ResourceNotFoundException');
    },
    shows: /ResourceNotFoundException/,
    findsNothing: true,
    fix: [
      'npm run deploy:$WORKSPACE -- stripe-secret\nnpm run stripe:key -- --workspace $WORKSPACE\n' +
        'npm run deploy:$WORKSPACE -- stripe-connection\nnpm run deploy:$WORKSPACE -- service-processing',
    ],
  },
  {
    heading: 'SecretsManager.SecretsManagerException: AccessDeniedException',
    symptom: async (world) => {
      await withoutStatements(world, ({ Sid }) => Sid === 'SecretsManagerReadAccess');
      const produced = await unsent(world, 'SecretsManager.SecretsManagerException');
      const { stripeMeterError } = await world.record(produced.input!);
      expect(stripeMeterError.cause).toContain('not authorized to perform: secretsmanager:DescribeSecret');
      return produced;
    },
    shows: /"RecordMeterEvents"/,
    // The secret is gone as well by now.
    findsNothing: true,
    fix: [deployService],
  },
  {
    heading: 'DynamoDb.… and CloudWatch.… of a recovery run',
    symptom: async (world) => {
      const isQuery = ({ Action }: { Action: string | string[] }) =>
        [Action].flat().includes('dynamodb:Query');
      await withoutStatements(world, isQuery, 'recoveryRole');
      const { description } = await runRecovery(world);
      expect(description.status).toBe('FAILED');
      expect(description.error).toMatch(/^DynamoDb\./);
      return {};
    },
    shows: /ACTIVE/,
    fix: [deployService],
    end: async (world) => {
      expect((await runRecovery(world)).description.status).toBe('SUCCEEDED');
    },
  },
  {
    heading: 'StripeMeterRecoverySilent',
    symptom: async ({ services, environment }) => {
      const { scheduler, states } = services.clients;
      const { executions = [] } = await states.send(
        new ListExecutionsCommand({
          stateMachineArn: arnsOf(environment).recoveryStateMachine,
          statusFilter: 'FAILED',
        }),
      );
      const Name = environment.names.recoverySchedule;
      const schedule = await scheduler.send(new GetScheduleCommand({ Name }));
      await scheduler.send(
        new UpdateScheduleCommand({ ...(schedule as UpdateScheduleCommandInput), State: 'DISABLED' }),
      );
      services.advance(30 * 60);
      expect(await services.aws.runSchedules()).toEqual([]);
      return { fill: { "'…'": executions[0]?.executionArn ?? '' } };
    },
    shows: /FAILED[^]*DISABLED/,
    fix: [deployService, 'aws stepfunctions start-execution --state-machine-arn $RECOVERY'],
    end: async ({ services }) => {
      services.advance(30 * 60);
      expect(await services.aws.runSchedules()).toHaveLength(1);
    },
  },
];
