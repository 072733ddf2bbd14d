import { AccessDenied } from '../../../src/iam/errors';
import { createTaskRunner, type TaskRunnerOptions } from '../../../src/step-functions/tasks';
import type { RoleAuthorizer } from '../../../src/step-functions/tasks/execution-role-session';
import type { FakeServer } from './fake-server';
import { StatesError, type Clock, type TaskCall } from '../../../src/step-functions/types';
import { type Json } from '../../../src/json';

export const testAccountId = '123456789012';
export const testRegion = 'ap-northeast-1';
export const testRoleArn = `arn:aws:iam::${testAccountId}:role/Orchestrator`;
export const machineArn = `arn:aws:states:${testRegion}:${testAccountId}:stateMachine:Orchestrator`;

/** Allows everything but the actions in `denied`, and remembers what was asked. */
export class FakeAuthorizer implements RoleAuthorizer {
  readonly asked: { action: string; resource: string; context?: unknown }[] = [];
  readonly denied = new Set<string>();
  assumable = true;

  async authorize(
    ...[roleArn, action, resource, context]: Parameters<RoleAuthorizer['authorize']>
  ): Promise<void> {
    this.asked.push({ action, resource, ...(context && { context }) });
    if (this.denied.has(action)) {
      throw new AccessDenied(`not authorized to perform: ${action}`, action, resource, roleArn);
    }
  }

  async authorizeAssume(roleArn: string): Promise<void> {
    if (!this.assumable) {
      throw new AccessDenied('not authorized to assume', 'sts:AssumeRole', roleArn, roleArn);
    }
  }
}

/** Time that stands still: nothing expires until `passes`. */
export class FakeClock implements Clock {
  private readonly sleepers: { seconds: number; wake: () => void }[] = [];

  now(): Date {
    return new Date();
  }

  sleep(seconds: number): Promise<void> {
    return new Promise((wake) => this.sleepers.push({ seconds, wake }));
  }

  timeout(seconds: number): Promise<void> {
    return this.sleep(seconds);
  }

  passes(seconds: number): void {
    for (const sleeper of this.sleepers) {
      if (sleeper.seconds <= seconds) {
        sleeper.wake();
      }
    }
  }
}

export function runnerOf(aws: Pick<FakeServer, 'url'>, options: Partial<TaskRunnerOptions> = {}) {
  const runTask = createTaskRunner({
    awsEndpoint: aws.url,
    statesEndpoint: aws.url,
    authorizer: new FakeAuthorizer(),
    accountId: testAccountId,
    region: testRegion,
    httpTargets: {},
    clock: new FakeClock(),
    ...options,
  });
  return (integration: string, args: Json, call: Partial<TaskCall> = {}): Promise<Json> =>
    runTask({
      resource: `arn:aws:states:::${integration}`,
      arguments: args,
      roleArn: testRoleArn,
      executionArn: machineArn.replace('stateMachine', 'execution') + ':first',
      stateMachineArn: machineArn,
      stateName: 'State',
      signal: new AbortController().signal,
      onSubmitted: () => undefined,
      ...call,
    });
}

/** The StatesError that a task ends in. */
export async function failure(task: Promise<Json>): Promise<StatesError> {
  const error: unknown = await task.then(
    (result) => new Error(`the task succeeded: ${JSON.stringify(result)}`),
    (reason: unknown) => reason,
  );
  if (error instanceof StatesError) {
    return error;
  }
  throw error;
}
