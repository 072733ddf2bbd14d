import type { Json, TaskCall } from '../types';
import { toResult } from './result';
import { sdkOperations } from './sdk-operations';
import { deniedError, serviceError } from './service-error';
import { objectWith, runtimeError } from './task-arguments';
import { clientOptions, type TaskEnvironment } from './task-environment';

/**
 * Runs `arn:aws:states:::aws-sdk:<service>:<operation>`.
 *
 * @param name `<service>:<operation>`.
 * @throws StatesError States.Runtime for an operation that sdk-operations.ts does not hold.
 */
export async function runAwsSdk(environment: TaskEnvironment, call: TaskCall, name: string): Promise<Json> {
  const operation = sdkOperations[name];
  if (!operation) {
    throw runtimeError(`local Step Functions does not support aws-sdk:${name}.`);
  }
  const input = objectWith(call.arguments, `aws-sdk:${name}`, operation.fields, operation.required);
  const denied = deniedError(operation.names);
  const credentials = await environment.role.credentials(call);
  try {
    const permissions = await operation.permissions(input, environment);
    await environment.role.authorize(call, permissions, denied);
    const output = await operation.send(input, clientOptions(environment, credentials), call.signal);
    return toResult(output, 'iso');
  } catch (error) {
    if (operation.permissionToMiss && isMissing(error)) {
      await environment.role.authorize(call, [operation.permissionToMiss(input)], denied);
    }
    throw serviceError(operation.names, error);
  }
}

function isMissing(error: unknown): boolean {
  return ['NoSuchKey', 'NotFound'].includes((error as Error).name);
}
