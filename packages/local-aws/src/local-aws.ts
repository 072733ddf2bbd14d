import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { IAMClient } from '@aws-sdk/client-iam';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { Authorizer } from './iam/authorizer';
import { callerAuthorizer } from './endpoint/caller';
import { RememberedRolePolicies } from './iam/remembered-role-policies';
import { realClock } from './step-functions/interpreter/clock';
import { createTaskRunner } from './step-functions/tasks';
import { authorizeRole } from './step-functions/tasks/execution-role-session';
import { startEndpoint } from './endpoint/endpoint';
import { awsEnvironment } from './endpoint/environment';
import { observerOf } from './step-functions/observation/execution-observer';
import { Executions } from './step-functions/api/executions';
import { AwsFaultList } from './endpoint/faults';
import { startMoto } from './moto/moto';
import type { Recorder } from './recording/recorder';
import { routed } from './routes';
import { Schedules } from './scheduler/schedules';
import { StateMachines } from './step-functions/api/state-machines';
import { stepFunctionsApi } from './step-functions/api/step-functions-api';

export interface LocalAwsOptions {
  /** A Python interpreter that has moto. */
  readonly python: string;
  readonly accountId: string;
  readonly region: string;
  /** Where HTTP Tasks go: base URL by host name, e.g. `api.stripe.com`. */
  readonly httpTargets: Readonly<Record<string, string>>;
  /**
   * JSON by path, for paths that no AWS service has: by it, what asks can tell this endpoint from another one.
   *
   * @default - none
   */
  readonly responses?: Readonly<Record<string, unknown>>;
  /** How many times faster than stated waits, retry delays and timeouts pass. @default 1 */
  readonly speed?: number;
  /** Keeps what changes the account, for `replay`. @default - nothing is kept */
  readonly recorder?: Recorder;
  /** Ends the start. @default - it cannot be ended */
  readonly signal?: AbortSignal;
}

export interface LocalAws {
  /** The endpoint of every service. */
  readonly url: string;
  /** To be merged over `process.env` for Terraform, the AWS CLI and SDKs; `undefined` means unset. */
  readonly environment: NodeJS.ProcessEnv;
  readonly faults: AwsFaultList;
  /**
   * Puts the date of executions forward: a Wait or a retry delay that is over by then ends at once. The services
   * behind Step Functions keep the real date.
   */
  advance(seconds: number): void;
  /** Starts what EventBridge Scheduler would have started by now, each schedule once; returns the executions' ARNs. */
  runSchedules(): Promise<string[]>;
  stop(): Promise<void>;
}

/**
 * Starts an AWS account on loopback: moto, with Step Functions, IAM's simulation and faults on demand in front of it.
 *
 * @throws when moto does not start
 */
export async function startLocalAws(options: LocalAwsOptions): Promise<LocalAws> {
  const { accountId, region, httpTargets, responses = {} } = options;
  const moto = await startMoto(options);
  // What AWS does on its own behalf goes to moto directly: faults are for callers.
  const client = {
    endpoint: moto.url,
    region,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  };
  const iam = new IAMClient(client);
  const logs = new CloudWatchLogsClient(client);
  const cloudWatch = new CloudWatchClient(client);
  const scheduler = new SchedulerClient(client);

  const rolePolicies = new RememberedRolePolicies(iam);
  const faults = new AwsFaultList();
  const handle = routed({
    responses,
    motoUrl: moto.url,
    iam,
    rolePolicies,
    // Both call through the endpoint that is started here.
    stepFunctions: (request) => stepFunctions(request),
    checkSchedule: (request) => schedules.check(request),
  });
  const endpoint = await startEndpoint(faults, options.recorder?.recording(handle) ?? handle);

  const authorizer = new Authorizer(iam, accountId, rolePolicies);
  const clock = realClock(options.speed);
  const runTask = createTaskRunner({
    // Through the endpoint, so that a fault also affects a state machine's calls.
    awsEndpoint: endpoint.url,
    statesEndpoint: endpoint.url,
    authorizer,
    accountId,
    region,
    httpTargets,
    clock,
  });
  const executions = new Executions({
    runTask,
    clock,
    observe: observerOf(logs, cloudWatch),
    authorize: (...permission) => authorizeRole(authorizer, ...permission),
  });
  const machines = new StateMachines({ accountId, region }, authorizer, logs);
  const stepFunctions = stepFunctionsApi(machines, executions, {
    runTask,
    clock,
    account: { accountId, region },
    authorizeCaller: callerAuthorizer(authorizer, { endpoint: moto.url, region }),
  });
  const schedules = new Schedules({
    scheduler,
    authorizer,
    account: { accountId, region },
    clock,
    start: (stateMachineArn, input) =>
      executions.start(machines.toRun(stateMachineArn), { stateMachineArn, input }).arn,
  });

  return {
    url: endpoint.url,
    environment: awsEnvironment(endpoint.url, region),
    faults,
    advance: (seconds) => clock.advance(seconds),
    runSchedules: () => schedules.run(),
    async stop() {
      await executions.abortAll();
      await endpoint.stop();
      for (const used of [iam, logs, cloudWatch, scheduler]) {
        used.destroy();
      }
      await moto.stop();
    },
  };
}
