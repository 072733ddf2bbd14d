import type { TaskCall } from '../types';
import { toResult } from './result';
import type { SdkOperation } from './sdk-operation';
import { deniedError, serviceError } from './service-error';
import type { TaskEnvironment } from './task-environment';
import type { Json, JsonObject } from '../../json';

/** Runs `arn:aws:states:::aws-sdk:<service>:<operation>`. */
export async function runAwsSdk(
  environment: TaskEnvironment,
  call: TaskCall,
  input: JsonObject,
  operation: SdkOperation,
): Promise<Json> {
  const denied = deniedError(operation.names);
  const credentials = await environment.role.credentials(call);
  try {
    const permissions = await operation.permissions(input, environment);
    await environment.role.authorize(call, permissions, denied);
    const command = operation.command(input, environment);
    const client = environment.clients.of(operation.client, credentials);
    const output = await client.send(command as never, { abortSignal: call.signal });
    return toResult(operation.result?.(output as never) ?? output, 'iso');
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
