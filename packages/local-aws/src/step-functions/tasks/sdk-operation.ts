import type { RequiredPermission } from './execution-role-session';
import type { ServiceNames } from './service-error';
import type { ClientClass } from './shared-clients';
import type { TaskEnvironment } from './task-environment';
import type { JsonObject } from '../../json';

interface SdkClient {
  send(command: never, options: { abortSignal: AbortSignal }): Promise<object>;
}

/** An operation of `aws-sdk:`; its parameters and results are spelled as Step Functions spells them. */
export interface SdkOperation {
  readonly names: ServiceNames;
  readonly fields: readonly string[];
  readonly required: readonly string[];
  readonly permissions: (
    input: JsonObject,
    environment: TaskEnvironment,
  ) => readonly RequiredPermission[] | Promise<readonly RequiredPermission[]>;
  /** The permission to learn that something does not exist; without it the call is denied. */
  readonly permissionToMiss?: (input: JsonObject) => RequiredPermission;
  readonly client: ClientClass<SdkClient>;
  /** The SDK's command; throws a StatesError for what the service would reject and moto would not. */
  readonly command: (input: JsonObject, environment: TaskEnvironment) => object;
  /** @default the output as the SDK gives it */
  readonly result?: (output: never) => object;
}
