import { ConditionFailed, type InMemoryDynamoDb, type Operation } from '../dynamodb/dynamodb';
import type { Execution } from './executions';
import type { Fault, Faults } from './faults';
import type { Outages } from './outages';
import { noAnswer, statusError, type StripeSide } from './stripe-side';
import { StatesError, type Clock, type TaskCall } from '@usage-billing/local-aws/step-functions/types';
import type { Json, JsonObject } from '@usage-billing/local-aws/json';

export interface TaskWorld {
  readonly clock: Clock;
  readonly random: () => number;
  readonly dynamodb: InMemoryDynamoDb;
  readonly stripe: StripeSide;
  readonly faults: Faults;
  readonly outages: Outages;
  /** Stops the execution, also that of a Map Run's child. */
  readonly kill: (executionArn: string) => void;
  /** The execution with this ARN, or the one whose Map Run's child has it. */
  readonly executionOf: (executionArn: string) => Execution | undefined;
  /** Sees what a state has just done to a table. */
  readonly onWrite: (stateName: string, request: JsonObject) => void;
  readonly note: (call: TaskCall, text: string) => void;
}

/** One attempt of a Task state, with what may go wrong before, during and after its effect. */
export async function runTask(world: TaskWorld, call: TaskCall): Promise<Json> {
  const fault = world.faults.take(call.stateName) ?? world.outages.faultOf(serviceOf(call), call.stateName);
  await world.clock.sleep(0.01 + world.random() * 0.3);
  // Nobody waits for the answer any more; the request itself was not sent.
  if (call.signal.aborted) {
    return null;
  }
  if (serviceOf(call) === 'stripe') {
    const execution = world.executionOf(call.executionArn)!;
    world.stripe.calls.push({ execution, time: world.clock.now().getTime() });
  }
  return fault ? withFault(world, call, fault) : effect(world, call);
}

type Service = 'dynamodb' | 'stripe' | 'other';

function serviceOf({ resource }: TaskCall): Service {
  return resource.includes('dynamodb') ? 'dynamodb' : resource.endsWith('http:invoke') ? 'stripe' : 'other';
}

async function withFault(world: TaskWorld, call: TaskCall, fault: Fault): Promise<Json> {
  const { clock, note } = world;
  const { kind, detail } = fault;
  const answered = () => attempted(() => effect(world, call));
  note(call, `(${kind} ${detail})`);
  switch (kind) {
    case 'slow':
      await clock.sleep(5 + detail);
      return call.signal.aborted ? null : effect(world, call);
    case 'refuse':
      if (serviceOf(call) === 'stripe' && refusals.stripe[detail % refusals.stripe.length] !== 429) {
        world.stripe.doubt(call.arguments as JsonObject);
      }
      return fail(world, call, fault, refusals);
    case 'lose':
      await answered();
      return fail(world, call, fault, losses);
    case 'late':
      void clock.sleep(serviceOf(call) === 'stripe' ? 50 + detail * 8 : 8 + detail).then(answered);
      return fail(world, call, { ...fault, detail: 0 }, losses);
    case 'store':
      world.stripe.stripe.faults.add({
        kind: 'status',
        status: 500,
        stored: true,
        taken: detail % 2 === 1,
        method: 'POST',
        times: 1,
      });
      return effect(world, call);
    case 'kill-before':
      world.kill(call.executionArn);
      return null;
    case 'kill-after':
      await answered();
      world.kill(call.executionArn);
      return null;
    case 'kill-late':
      world.kill(call.executionArn);
      await clock.sleep(1 + detail * 6);
      await answered();
      return null;
  }
}

const timeout = 'timeout';

/** What a caller may see although nothing happened. */
const refusals = {
  stripe: [429, 500, 'States.Http.Socket', 429, timeout, 409, 520, 429, 408, 503],
  dynamodb: ['InternalServerErrorException', 'SdkClientException', timeout],
};

/** What a caller may see although it happened. */
const losses = {
  stripe: ['States.Http.Socket', 500, 502, 504, timeout, 520, 503, 'States.DataLimitExceeded'],
  dynamodb: ['SdkClientException', timeout, 'InternalServerErrorException'],
};

async function fail(
  { clock }: TaskWorld,
  call: TaskCall,
  { detail, error: name }: Fault,
  errors: typeof refusals,
): Promise<never> {
  const service = serviceOf(call);
  const list = service === 'stripe' ? errors.stripe : errors.dynamodb;
  const error = name ?? list[detail % list.length]!;
  if (error === timeout) {
    // The state's own limit is shorter.
    await clock.sleep(10_000);
  }
  if (typeof error === 'number') {
    throw statusError(error);
  }
  if (error === 'States.Http.Socket') {
    await clock.sleep(detail % 2 === 0 ? 1 : 60);
  }
  throw new StatesError(service === 'stripe' ? error : `${prefixOf(call.resource)}.${error}`, 'unlucky');
}

function prefixOf(resource: string): string {
  return /aws-sdk:dynamodb/.test(resource)
    ? 'DynamoDb'
    : resource.includes('dynamodb')
      ? 'DynamoDB'
      : resource.includes('secretsmanager')
        ? 'SecretsManager'
        : 'CloudWatch';
}

async function attempted(body: () => Promise<Json>): Promise<void> {
  try {
    await body();
  } catch {
    // Nobody hears of it.
  }
}

async function effect(world: TaskWorld, call: TaskCall): Promise<Json> {
  const { resource, arguments: args, executionArn } = call;
  const [, operation] = /^arn:aws:states:::(?:aws-sdk:)?dynamodb:(\w+)$/.exec(resource) ?? [];
  if (operation) {
    try {
      const result = world.dynamodb.run(operation as Operation, args as JsonObject);
      world.note(call, '✓');
      world.onWrite(call.stateName, args as JsonObject);
      return structuredClone(result);
    } catch (error) {
      if (error instanceof ConditionFailed) {
        world.note(call, 'condition failed');
        throw new StatesError(`${prefixOf(resource)}.ConditionalCheckFailedException`, error.message);
      }
      throw error;
    }
  }
  switch (resource) {
    case 'arn:aws:states:::http:invoke':
      try {
        const result = world.stripe.invoke(args as JsonObject, executionArn);
        world.note(call, '✓');
        return result;
      } catch (error) {
        world.note(call, error instanceof StatesError ? error.error : String(error));
        if (error === noAnswer) {
          await world.clock.sleep(60);
        }
        throw error;
      }
    case 'arn:aws:states:::states:startExecution.sync:2':
      await world.clock.sleep(1 + world.random() * 20);
      return { Output: { downloadS3Keys: ['result'] } };
    case 'arn:aws:states:::aws-sdk:secretsmanager:describeSecret':
    case 'arn:aws:states:::aws-sdk:cloudwatch:putMetricData':
      return {};
    default:
      throw new Error(`Random histories do not know ${resource}.`);
  }
}
