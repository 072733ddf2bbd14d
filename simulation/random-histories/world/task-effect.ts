import type { Operation } from '../dynamodb/dynamodb';
import { ConditionFailed } from '../dynamodb/writes';
import { noAnswer } from './http-failures';
import { prefixOf } from './task-service';
import type { Metric, TaskWorld } from './task-world';
import { StatesError, type TaskCall } from '@usage-billing/local-aws/step-functions/types';
import type { Json, JsonObject } from '@usage-billing/local-aws/json';

/** What a Task state's call does when nothing goes wrong on the way. */
export async function effect(world: TaskWorld, call: TaskCall): Promise<Json> {
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
      return {};
    case 'arn:aws:states:::aws-sdk:cloudwatch:putMetricData':
      world.onMetrics((args as unknown as { MetricData: Metric[] }).MetricData);
      return {};
    default:
      throw new Error(`Random histories do not know ${resource}.`);
  }
}
