import type { Json, JsonObject } from '@usage-billing/local-aws/json';
import { StatesError, type Clock, type TaskCall } from '@usage-billing/local-aws/step-functions/types';
import type { InMemoryDynamoDb, Operation } from '../random-histories/dynamodb/dynamodb';
import { ConditionFailed } from '../random-histories/dynamodb/writes';
import type { Quota } from './quotas';
import type { LimitedStripe } from './stripe';

export interface TaskSurroundings {
  readonly clock: Clock;
  readonly dynamodb: InMemoryDynamoDb;
  readonly stripe: LimitedStripe;
  readonly quotas: Readonly<Record<'stateTransitions' | 'httpTasks' | 'startExecution', Quota>>;
  readonly onRequest: (call: TaskCall, succeeded: boolean) => void;
}

/** Seconds that calls take: realistic ones, the same each time. */
const seconds = { dynamodb: 0.01, stripe: 0.3, child: 5, other: 0.05 };

/** States of CopyFile, for one file. */
const childTransitions = 2;

/** One attempt of a Task state, where nothing fails but by a limit. */
export async function runTask(surroundings: TaskSurroundings, call: TaskCall): Promise<Json> {
  const { clock, dynamodb, stripe, quotas, onRequest } = surroundings;
  const args = call.arguments as JsonObject;
  const [, sdk, operation] = /^arn:aws:states:::(aws-sdk:)?dynamodb:(\w+)$/.exec(call.resource) ?? [];
  if (operation) {
    await clock.sleep(seconds.dynamodb);
    try {
      return structuredClone(dynamodb.run(operation as Operation, args));
    } catch (error) {
      if (error instanceof ConditionFailed) {
        const service = sdk ? 'DynamoDb' : 'DynamoDB';
        throw new StatesError(`${service}.ConditionalCheckFailedException`, error.message);
      }
      throw error;
    }
  }
  switch (call.resource) {
    case 'arn:aws:states:::http:invoke':
      await quotas.httpTasks.wait();
      await clock.sleep(seconds.stripe);
      try {
        const result = stripe.invoke(args);
        onRequest(call, true);
        return result;
      } catch (error) {
        onRequest(call, false);
        throw error;
      }
    case 'arn:aws:states:::states:startExecution.sync:2':
      if (!quotas.startExecution.take()) {
        throw new StatesError('StepFunctions.ThrottlingException', 'Rate exceeded');
      }
      await quotas.stateTransitions.wait(childTransitions);
      await clock.sleep(seconds.child);
      return { Output: { downloadS3Keys: ['processed/file'] } };
    case 'arn:aws:states:::aws-sdk:secretsmanager:describeSecret':
    case 'arn:aws:states:::aws-sdk:cloudwatch:putMetricData':
      await clock.sleep(seconds.other);
      return {};
    default:
      throw new Error(`The load test does not know ${call.resource}.`);
  }
}
