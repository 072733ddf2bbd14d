import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Application } from '../../local/application';
import type { ProcessingInput } from '../../settings/application';
import { createMeter, stripeClientOf } from '../../local/catalog';
import { Deployment } from '../../local/deployment';
import { runExecution, type EndedExecution } from '../../local/execution';
import { startServices, type Services } from '../../local/services';
import { executionGraph } from '@usage-billing/execution-page/visits';
import { arnsOf } from '../../settings/arns';
import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import {
  environmentNames,
  environmentOf,
  type Environment,
  type EnvironmentName,
} from '../../settings/environments';
import type { LedgerItem } from './recovery';
import { startProviders } from './started-providers';
import { plainItem } from '../../clients/aws/plain-item';

export const customerId = 'cus_deployed';

/** An environment deployed by Terraform into a local AWS of its own, with a meter and a customer in Stripe. */
export interface Deployed {
  readonly environment: Environment;
  readonly services: Services;
  readonly deployment: Deployment;
  readonly application: Application;
  readonly stateMachineArn: string;
  readonly childArn: string;
  /** The key in force at first. */
  readonly key: string;
  /** Uploads files (default: one of 1024 bytes with a Japanese name) and returns the Lambda's input for them. */
  upload(files?: Record<string, Uint8Array>): Promise<ProcessingInput>;
  /** Runs an execution to its end. */
  run(input: object): Promise<Outcome>;
  /** The record in DynamoDB as plain values. */
  record(input: { processingHistoryId: string }): Promise<Record<string, any>>; // eslint-disable-line @typescript-eslint/no-explicit-any
  /** The item in the ledger. */
  ledger(input: { processingHistoryId: string }): Promise<LedgerItem>;
  /** The meter events that Stripe took for an input. */
  meterEvents(input: { processingHistoryId: string }): ReturnType<Services['stripe']['meterEvents']>;
  /** The requests that tried to send an input's meter event. */
  attempts(input: { processingHistoryId: string }): Services['stripe']['attempts'];
  stop(): Promise<void>;
}

export interface Outcome extends EndedExecution {
  readonly status: string | undefined;
  readonly cause: string | undefined;
  /** Names of the states in the order of their visit. */
  readonly states: readonly string[];
}

/** Long enough for a deploy on a loaded machine with two cores. */
export const deployTimeoutMilliseconds = 300_000;

/**
 * @param options.speed how many times faster than they say waits and timeouts of executions pass
 */
export async function deployed(
  workspace: EnvironmentName,
  options: { speed?: number } = {},
): Promise<Deployed> {
  const environment = environmentOf(workspace);
  const folder = mkdtempSync(path.join(tmpdir(), 'deployed with a space '));
  const endProviders = await startProviders();
  const services = await startServices({
    environment,
    workspaces: environmentNames,
    speed: options.speed ?? 200,
    log: () => {},
  });
  const stop = async () => {
    await services.stop();
    endProviders();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const deployment = new Deployment({ environment, services, folder });
    const application = new Application(environment, services.clients);
    const key = services.newKey(environment.stripeMode);
    await application.createPrerequisites();
    const [childArn] = await Promise.all([application.createChild(), deployment.deployAll(key)]);
    await application.mapPolicy(childArn);
    await createMeter(stripeClientOf(services.stripe, key));
    services.stripe.addCustomer(environment.stripeMode, customerId);
    const stateMachineArn = arnsOf(environment).stateMachine;

    return {
      environment,
      services,
      deployment,
      application,
      stateMachineArn,
      childArn,
      key,
      upload: (files = { 'レポート.txt': new Uint8Array(1024) }) => application.upload(files, customerId),
      async run(input) {
        const ended = await runExecution(services.clients.states, stateMachineArn, input);
        return {
          ...ended,
          status: ended.description.status,
          cause: ended.description.cause,
          states: executionGraph(ended.history).map(({ state }) => state),
        };
      },
      async record({ processingHistoryId }) {
        return plainItem((await application.record(processingHistoryId)) ?? {});
      },
      async ledger({ processingHistoryId }) {
        const { Item = {} } = await services.clients.dynamodb.send(
          new GetItemCommand({
            TableName: environment.names.meterEventsTable,
            Key: { identifier: { S: processingHistoryId } },
            ConsistentRead: true,
          }),
        );
        return plainItem(Item);
      },
      meterEvents: ({ processingHistoryId }) =>
        services.stripe
          .meterEvents(environment.stripeMode)
          .filter(({ identifier }) => identifier === processingHistoryId),
      attempts: ({ processingHistoryId }) =>
        services.stripe.attempts.filter(({ identifier }) => identifier === processingHistoryId),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
