import { setTimeout as sleep } from 'node:timers/promises';
import { arnsOf } from '../../settings/arns';
import type { Environment } from '../../settings/environments';
import { Application } from '../application';
import type { ProcessingInput } from '../../settings/application';
import { createMeter, stripeClientOf } from '../catalog';
import { Deployment } from '../deployment';
import { runExecution, type EndedExecution } from '../execution';
import { startServices, type Services } from '../services';
import { executionGraph } from '../step-functions/graph';
import type { Failure } from './failures';
import { graphLine } from './graph-lines';
import { exportLines } from './keep';
import { showResult } from './result';

export interface DemoOptions {
  readonly environment: Environment;
  readonly file: { readonly name: string; readonly body: Uint8Array };
  /** @default - everything works */
  readonly failure?: Failure;
  /** Leaves everything running until the signal. */
  readonly keep: boolean;
  readonly folder: string;
  readonly signal: AbortSignal;
  readonly log: (line: string) => void;
}

const customerId = 'cus_demo';

/** A failure's retries and timeouts may take seven minutes; at this speed they take seconds. */
const failureSpeed = 100;

/** @returns whether everything ended as expected, including a failure that was asked for */
export async function runDemo(options: DemoOptions): Promise<boolean> {
  const { environment, failure, keep, log } = options;
  const startedAt = Date.now();
  log(`The workspace ${environment.name}, on this machine alone: no AWS or Stripe account is used.`);
  if (failure) {
    log(`Failure: ${failure.title}. Waits and timeouts of executions pass ${failureSpeed} times faster.`);
  }
  const services = await startServices({ environment, speed: failure ? failureSpeed : 1, log });
  try {
    log(
      `Local AWS at ${services.aws.url} (moto, with Step Functions in front of it), local Stripe at ${services.stripe.url}`,
    );
    const key = services.newKey(environment.stripeMode);
    const application = await deploy(options, services, key);
    log(`Deployed after ${((Date.now() - startedAt) / 1000).toFixed(0)} s.`);

    const uploaded = await application.upload({ [options.file.name]: options.file.body }, customerId);
    const input = failure?.change?.(uploaded) ?? uploaded;
    await failure?.arrange?.({ environment, services, key });
    const ended = await process(options, services, input);
    const ok = await showResult({
      environment,
      services,
      application,
      input,
      ended,
      ...(failure && { failure }),
      log,
    });
    log(`${ok ? 'Done' : 'Not as expected'}, after ${((Date.now() - startedAt) / 1000).toFixed(0)} s.`);

    if (keep) {
      await untilStopped(options, services);
    }
    return ok;
  } finally {
    await services.stop();
  }
}

async function deploy(options: DemoOptions, services: Services, key: string): Promise<Application> {
  const { environment, folder, signal, log } = options;
  const finished = (line: string) => {
    if (/: (Creation|Modifications|Destruction) complete|^Apply complete|Still /.test(line)) {
      log(`  ${line}`);
    }
  };
  const deployment = new Deployment({ environment, services, folder, signal, onProgress: finished });
  const application = new Application(environment, services.clients);
  await application.createPrerequisites();
  const [childArn] = await Promise.all([
    application.createChild(),
    deployment.deployAll(key, (step) => log(step)),
    createMeter(stripeClientOf(services.stripe, key)),
  ]);
  await application.mapPolicy(childArn);
  services.stripe.addCustomer(environment.stripeMode, customerId);
  return application;
}

/** Starts what the application's Lambda would start: one execution, or two at once for an upload that S3 delivers twice. */
async function process(
  { environment, failure, signal, log }: DemoOptions,
  services: Services,
  input: ProcessingInput,
): Promise<readonly EndedExecution[]> {
  const { stateMachine } = arnsOf(environment);
  log(
    `Started ${environment.names.stateMachine} for ${input.processingHistoryId}, ${input.usageAmountBytes} bytes`,
  );
  const shown = new Set<number>();
  return Promise.all(
    Array.from({ length: failure?.executions ?? 1 }, (_, index) =>
      runExecution(services.clients.states, stateMachine, input, {
        signal,
        onPoll: (history) => {
          if (index > 0) {
            return;
          }
          executionGraph(history).forEach((visit, position) => {
            if (visit.outcome === 'running' || shown.has(position)) {
              return;
            }
            shown.add(position);
            log(graphLine(visit));
          });
        },
      }),
    ),
  );
}

async function untilStopped({ environment, signal, log }: DemoOptions, services: Services): Promise<void> {
  const name = environment.names;
  log('\nEverything keeps running until Ctrl-C. In another terminal, in this folder:\n');
  for (const line of exportLines(services, environment)) {
    log(line);
  }
  log('\nThen, for example:\n');
  log('npx cdktf diff service-processing');
  log(`aws secretsmanager describe-secret --secret-id ${name.secret}`);
  log(`aws stepfunctions list-executions --state-machine-arn ${arnsOf(environment).stateMachine}`);
  log(`aws iam list-role-policies --role-name ${environment.executionRoleName ?? name.executionRole}`);
  log(`aws dynamodb scan --table-name ${name.processingHistoryTable}`);
  log(`aws logs tail ${name.logGroup}`);
  await sleep(2 ** 31 - 1, undefined, { signal });
}
