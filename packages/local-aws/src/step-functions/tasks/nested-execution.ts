import { partsOfArn } from '../../arn';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import {
  DescribeExecutionCommand,
  SFNClient,
  SFNServiceException,
  StartExecutionCommand,
  StopExecutionCommand,
  type DescribeExecutionCommandOutput,
} from '@aws-sdk/client-sfn';
import { StatesError, type TaskCall } from '../types';
import type { RequiredPermission } from './execution-role-session';
import { watchResponse } from './http-metadata';
import { toResult } from './result';
import { deniedError, serviceError, type ServiceNames } from './service-error';
import { text } from './task-arguments';
import type { TaskEnvironment } from './task-environment';
import { type Json, type JsonObject } from '../../json';

const names: ServiceNames = {
  prefix: 'StepFunctions',
  baseClass: SFNServiceException,
  baseName: 'AWSStepFunctionsException',
  style: 'optimized',
  service: 'AWSStepFunctions',
};

export const nestedExecutionFields = {
  fields: ['StateMachineArn', 'Input', 'Name'],
  required: ['StateMachineArn'],
};

/** How often a child is looked at: often at first, and seldom when it takes long, since hundreds may be watched. */
const pollMilliseconds = { first: 100, factor: 1.25, most: 1000 };

/** Runs `arn:aws:states:::states:startExecution`, and with `sync` its `.sync:2`, which waits for the child's end. */
export async function runNestedExecution(
  environment: TaskEnvironment,
  call: TaskCall,
  input: JsonObject,
  sync: boolean,
): Promise<Json> {
  const name = input['Name'] === undefined ? randomUUID() : text(input, 'Name');
  const credentials = await environment.role.credentials(call);
  const permissions = childPermissions(environment, text(input, 'StateMachineArn'), name, sync);
  // All of them before the child starts: a denial later would leave it running unwatched.
  await environment.role.authorize(call, permissions, deniedError(names));
  const client = environment.clients.of(SFNClient, credentials, environment.statesEndpoint);
  const submitted = await start(client, input, name);
  if (!sync) {
    return submitted;
  }
  call.onSubmitted(submitted);
  const execution = await ended(client, text(submitted, 'ExecutionArn'), call);
  const description = sorted(toResult(execution, 'milliseconds'));
  if (execution.status !== 'SUCCEEDED') {
    throw new StatesError('States.TaskFailed', JSON.stringify(description));
  }
  return { ...description, Input: parsed(execution.input), Output: parsed(execution.output) };
}

/** Source: developer guide, "IAM policies for nested workflow executions". */
function childPermissions(
  environment: TaskEnvironment,
  stateMachineArn: string,
  name: string,
  sync: boolean,
): RequiredPermission[] {
  const start = { action: 'states:StartExecution', resource: stateMachineArn };
  if (!sync) {
    return [start];
  }
  const [, machineName = ''] = partsOfArn(stateMachineArn).resource.split(':');
  const { region, accountId } = environment;
  const execution = `arn:aws:states:${region}:${accountId}:execution:${machineName}:${name}`;
  const rule = `arn:aws:events:${region}:${accountId}:rule/StepFunctionsGetEventsForStepFunctionsExecutionRule`;
  return [
    start,
    ...['states:DescribeExecution', 'states:StopExecution'].map((action) => ({
      action,
      resource: execution,
    })),
    ...['events:PutTargets', 'events:PutRule', 'events:DescribeRule'].map((action) => ({
      action,
      resource: rule,
    })),
  ];
}

/** Not aborted with the task: a child whose ARN is unknown could not be stopped. */
async function start(client: SFNClient, input: JsonObject, name: string): Promise<JsonObject> {
  const childInput = input['Input'] ?? {};
  const command = new StartExecutionCommand({
    stateMachineArn: text(input, 'StateMachineArn'),
    name,
    input: typeof childInput === 'string' ? childInput : JSON.stringify(childInput),
  });
  const metadata = watchResponse(command);
  try {
    const output = pascalCase(toResult(await client.send(command), 'milliseconds'));
    return { ...output, ...metadata() };
  } catch (error) {
    throw serviceError(names, error);
  }
}

async function ended(
  client: SFNClient,
  executionArn: string,
  call: TaskCall,
): Promise<DescribeExecutionCommandOutput> {
  try {
    for (let wait = pollMilliseconds.first; ; wait *= pollMilliseconds.factor) {
      call.signal.throwIfAborted();
      const execution = await client.send(new DescribeExecutionCommand({ executionArn }));
      if (execution.status !== 'RUNNING') {
        return execution;
      }
      await delay(Math.min(wait, pollMilliseconds.most), undefined, { signal: call.signal });
    }
  } catch (error) {
    if (!call.signal.aborted) {
      throw serviceError(names, error);
    }
    const cause = `The Task state in AWS Step Functions execution [${call.executionArn}] which was managing this resource was aborted`;
    await client.send(new StopExecutionCommand({ executionArn, cause }));
    throw call.signal.reason;
  }
}

function sorted(description: JsonObject): JsonObject {
  const members = Object.entries(pascalCase(description));
  return Object.fromEntries(members.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Step Functions spells the members of its own API in PascalCase, and so those of `inputDetails`. */
function pascalCase(value: JsonObject): JsonObject {
  const capital = (name: string) => name[0]!.toUpperCase() + name.slice(1);
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      capital(name),
      typeof member === 'object' && member !== null && !Array.isArray(member) ? pascalCase(member) : member,
    ]),
  );
}

function parsed(json: string | undefined): Json {
  return json === undefined ? null : (JSON.parse(json) as Json);
}
