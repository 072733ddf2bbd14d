import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { executionGraph } from '@usage-billing/execution-page/visits';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { plainItem } from '../clients/aws/plain-item';
import type { ProcessingInput } from '../settings/application';
import { arnsOf } from '../settings/arns';
import { environmentNames, type EnvironmentName } from '../settings/environment-names';
import { environmentOf, type Environment } from '../settings/environments';
import { ledgerKey } from '../ledger/keys';
import { Application } from './application';
import { createMeter, stripeClientOf } from './catalog';
import { Deployment } from './deployment';
import { runExecution, type EndedExecution } from './execution';
import { startServices, type Services } from './services';

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
  /** The item in the ledger as plain values. */
  ledger(input: { processingHistoryId: string }): Promise<Record<string, any>>; // eslint-disable-line @typescript-eslint/no-explicit-any
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

/** Where an environment is, or will be, deployed. */
export interface Place {
  readonly environment: Environment;
  readonly services: Services;
  /** Where synthesized files and local state lie. */
  readonly folder: string;
}

/**
 * Deploys an environment with Terraform into services of its own.
 *
 * @param options.speed how many times faster than they say waits and timeouts of executions pass
 */
export async function startDeployed(
  workspace: EnvironmentName,
  options: { readonly speed: number },
): Promise<Deployed> {
  const environment = environmentOf(workspace);
  const folder = mkdtempSync(path.join(tmpdir(), 'deployed with a space '));
  const services = await startServices({
    environment,
    workspaces: environmentNames,
    ...options,
    log: () => {},
  });
  const place = { environment, services, folder };
  const stop = async () => {
    await services.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const key = services.newKey(environment.stripeMode);
    await deployWithApplication(place, key);
    return await deployedIn(place, key, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

/** All that is in AWS: the stacks, and what belongs to the application. */
export async function deployWithApplication(place: Place, key: string): Promise<void> {
  const application = new Application(place.environment, place.services.clients);
  await application.createPrerequisites();
  const deployAll = new Deployment(place).deployAll(key);
  const [childArn] = await Promise.all([application.createChild(), deployAll]);
  await application.mapPolicy(childArn);
}

/** What `deployWithApplication` has deployed, to which this adds what Stripe has. */
export async function deployedIn(place: Place, key: string, stop: () => Promise<void>): Promise<Deployed> {
  const { environment, services } = place;
  const deployment = new Deployment(place);
  await deployment.readSynthesized();
  await createMeter(stripeClientOf(services.stripe, key));
  services.stripe.addCustomer(environment.stripeMode, customerId);
  const application = new Application(environment, services.clients);
  const { stateMachine: stateMachineArn, childStateMachines } = arnsOf(environment);

  return {
    environment,
    services,
    deployment,
    application,
    stateMachineArn,
    childArn: childStateMachines[0]!,
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
          Key: { [ledgerKey]: { S: processingHistoryId } },
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
}
