import {
  DeauthorizeConnectionCommand,
  DescribeConnectionCommand,
  EventBridgeClient,
  ResourceNotFoundException,
  type DescribeConnectionCommandOutput,
} from '@aws-sdk/client-eventbridge';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { StatesError, type TaskCall } from '../types';
import { serviceCredentials, type Credentials } from './execution-role-session';
import { runtimeError } from './task-arguments';
import type { TaskEnvironment } from './task-environment';

/** What a connection adds to a request; contains the credential. */
export interface ConnectionParameters {
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, string>>;
}

/** The managed secret of an API_KEY connection. */
interface ManagedSecret {
  readonly api_key_name: string;
  readonly api_key_value: string;
  readonly invocation_http_parameters?: {
    readonly header_parameters?: readonly Parameter[];
    readonly query_string_parameters?: readonly Parameter[];
    readonly body_parameters?: readonly Parameter[];
  };
}

interface Parameter {
  readonly key: string;
  readonly value: string;
}

/**
 * Reads a connection and its managed secret with the execution role.
 *
 * @throws StatesError `Events.ConnectionResource.*`. Source of the names: developer guide, "Call HTTPS APIs",
 *   Connection errors. AccessDenied is also what a missing permission on the secret gives, as users report.
 */
export async function readConnection(
  environment: TaskEnvironment,
  call: TaskCall,
  credentials: Credentials,
  connectionArn: string,
): Promise<ConnectionParameters> {
  const denied = (sentence: string) => connectionError('AccessDenied', sentence);
  const retrieve = { action: 'events:RetrieveConnectionCredentials', resource: connectionArn };
  await environment.role.authorize(call, [retrieve], denied);
  const connection = await describe(environment, connectionArn);
  if (connection.ConnectionState !== 'AUTHORIZED') {
    throw connectionError(
      'InvalidConnectionState',
      `Connection ${connectionArn} is in state ${connection.ConnectionState}; it must be AUTHORIZED.`,
    );
  }
  if (connection.AuthorizationType !== 'API_KEY') {
    throw runtimeError(`local Step Functions does not support ${connection.AuthorizationType} connections.`);
  }
  const resource = connection.SecretArn!;
  const actions = ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue'];
  const permissions = actions.map((action) => ({ action, resource }));
  await environment.role.authorize(call, permissions, denied);
  return parameters(await readSecret(environment, credentials, resource));
}

/** After a 401: EventBridge no longer uses the credential until the connection is updated. */
export async function deauthorize(environment: TaskEnvironment, connectionArn: string): Promise<void> {
  const client = environment.clients.of(EventBridgeClient, serviceCredentials);
  const command = new DeauthorizeConnectionCommand({ Name: nameOf(connectionArn) });
  await client.send(command);
}

async function describe(
  environment: TaskEnvironment,
  connectionArn: string,
): Promise<DescribeConnectionCommandOutput> {
  const client = environment.clients.of(EventBridgeClient, serviceCredentials);
  const command = new DescribeConnectionCommand({ Name: nameOf(connectionArn) });
  const notFound = connectionError('ResourceNotFound', `Connection ${connectionArn} does not exist.`);
  try {
    const connection = await client.send(command);
    // A connection that was created again under the same name has another ARN.
    if (connection.ConnectionArn !== connectionArn) {
      throw notFound;
    }
    return connection;
  } catch (error) {
    throw error instanceof ResourceNotFoundException ? notFound : unavailable(error);
  }
}

async function readSecret(
  environment: TaskEnvironment,
  credentials: Credentials,
  secretArn: string,
): Promise<ManagedSecret> {
  const client = environment.clients.of(SecretsManagerClient, credentials);
  const command = new GetSecretValueCommand({ SecretId: secretArn });
  try {
    const { SecretString } = await client.send(command);
    return JSON.parse(SecretString!) as ManagedSecret;
  } catch (error) {
    throw unavailable(error);
  }
}

function parameters(secret: ManagedSecret): ConnectionParameters {
  const invocation = secret.invocation_http_parameters ?? {};
  return {
    headers: { ...record(invocation.header_parameters), [secret.api_key_name]: secret.api_key_value },
    query: record(invocation.query_string_parameters),
    body: record(invocation.body_parameters),
  };
}

function record(list: readonly Parameter[] = []): Record<string, string> {
  return Object.fromEntries(list.map(({ key, value }) => [key, value]));
}

function connectionError(name: string, cause: string): StatesError {
  return new StatesError(`Events.ConnectionResource.${name}`, cause);
}

/** Without the message of the error, which could quote the secret. */
function unavailable(error: unknown): StatesError {
  if (error instanceof StatesError) {
    return error;
  }
  return connectionError('InternalError', `The connection could not be read (${(error as Error).name}).`);
}

function nameOf(connectionArn: string): string {
  const [, name] = /^arn:[^:]+:events:[^:]+:\d+:connection\/([^/]+)\/[^/]+$/.exec(connectionArn) ?? [];
  if (name === undefined) {
    throw runtimeError(`'${connectionArn}' is not the ARN of an EventBridge connection.`);
  }
  return name;
}
