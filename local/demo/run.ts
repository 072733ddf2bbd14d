import { stdout } from 'node:process';
import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { arnsOf } from '../../settings/arns';
import type { Environment } from '../../settings/environments';
import { allEnded } from '../../clients/all-ended';
import { StatusLine } from '../../clients/status-line';
import { TerraformProgress } from '../../clients/terraform/progress';
import { Application } from '../application';
import type { ProcessingInput } from '../../settings/application';
import { createCatalog, stripeClientOf } from '../catalog';
import { Deployment } from '../deployment';
import { runExecution } from '../execution';
import { startServices, type Services } from '../services';
import { executionGraph } from '@usage-billing/execution-page/visits';
import { DemoClock } from './clock';
import type { FailureContext, NamedFailure } from './failure';
import { graphLine } from './graph-lines';
import { keepRunning } from './keep-running';
import { DemoFaults } from './demo-faults';
import { nextAfterDemo } from './next';
import { showPage } from './page';
import { showRecovery } from './recovery';
import { showResult } from './result';

export interface DemoOptions {
  readonly environment: Environment;
  readonly file: { readonly name: string; readonly body: Uint8Array };
  /** @default - everything works */
  readonly failure?: NamedFailure;
  /** Lets time pass until recovery has sent the event and seen it counted. */
  readonly recover: boolean;
  /** Leaves everything running until the signal. */
  readonly keep: boolean;
  readonly folder: string;
  readonly signal: AbortSignal;
  readonly log: (line: string) => void;
}

const customerId = 'cus_demo';

/** A failure's retries and timeouts may take seven minutes; at this speed they take seconds. */
const fastSpeed = 100;

/** @returns whether everything ended as expected, including a failure that was asked for */
export async function runDemo(options: DemoOptions): Promise<boolean> {
  const { environment, failure, recover, keep, signal, log } = options;
  const startedAt = Date.now();
  log(`The workspace ${environment.name}, on this machine alone: no AWS or Stripe account is used.`);
  const fast = failure !== undefined || recover;
  if (failure) {
    log(`Failure: ${failure.title}.`);
  }
  if (fast) {
    log(`Waits and timeouts of executions pass ${fastSpeed} times faster.`);
  }
  const services = await startServices({
    environment,
    workspaces: [environment.name],
    speed: fast ? fastSpeed : 1,
    log,
    signal,
  });
  try {
    log(
      `Local AWS at ${services.aws.url} (moto, with Step Functions in front of it), local Stripe at ${services.stripe.url}`,
    );
    const clock = new DemoClock(services);
    const { application, replaceKey } = await deploy(options, services);
    log(`Deployed after ${((Date.now() - startedAt) / 1000).toFixed(0)} s.`);

    const uploaded = await application.upload({ [options.file.name]: options.file.body }, customerId);
    const input = failure?.change?.(uploaded) ?? uploaded;
    const context: FailureContext = { environment, services, replaceKey };
    const faults = new DemoFaults(context);
    if (failure) {
      faults.remember(failure.name, await failure.arrange?.(context));
    }
    const executions = await process(options, services, input);
    const shown = {
      environment,
      services,
      application,
      input,
      clock,
      executions,
      log,
      ...(failure && { failure }),
    };
    let ok = await showResult(shown);
    if (recover) {
      const end = async () => {
        await faults.clear();
        await failure?.act?.(context);
      };
      const recovered = await showRecovery({ ...shown, signal, end });
      ok &&= recovered;
    }
    await showPage(shown);
    log(`${ok ? 'Done' : 'Not as expected'}, after ${((Date.now() - startedAt) / 1000).toFixed(0)} s.`);

    if (keep) {
      const { processingHistoryId } = input;
      const demo = { environment, services, clock, faults, processingHistoryId, signal, log };
      await keepRunning({ ...demo, folder: options.folder, ...(failure && !recover && { failure }) });
    } else if (ok) {
      nextAfterDemo(environment, options).forEach(log);
    }
    return ok;
  } finally {
    await services.stop();
  }
}

async function deploy(options: DemoOptions, services: Services) {
  const { environment, folder, signal, log } = options;
  const progress = new TerraformProgress({
    status: new StatusLine(stdout),
    say: (line) => log(`  ${line}`),
  });
  const deployment = new Deployment({
    environment,
    services,
    folder,
    signal,
    onProgress: (event, stack) => progress.take(stack, event),
  });
  const application = new Application(environment, services.clients);
  await application.createPrerequisites();
  const key = services.newKey(environment.stripeMode);
  const [childArn] = await allEnded([
    application.createChild(),
    deployment.deployAll(key, (step) => log(step)),
    createCatalog(stripeClientOf(services.stripe, key)),
  ]);
  await application.mapPolicy(childArn);
  services.stripe.addCustomer(environment.stripeMode, customerId);
  return {
    application,
    replaceKey: async () => {
      await deployment.putKey(services.newKey(environment.stripeMode));
      await deployment.deploy('stripe-connection');
    },
  };
}

/**
 * Starts what the application's Lambda would start: one execution, or two at once for an upload that S3 delivers twice.
 * Their graphs appear state by state.
 *
 * @returns the ARNs of the executions
 */
async function process(
  { environment, failure, signal, log }: DemoOptions,
  services: Services,
  input: ProcessingInput,
): Promise<string[]> {
  const { stateMachine } = arnsOf(environment);
  const count = failure?.executions ?? 1;
  log(
    `Started ${environment.names.stateMachine} for ${input.processingHistoryId}, ${input.usageAmountBytes} bytes`,
  );
  log(`\nExecution graph${count > 1 ? ': each line begins with the number of its execution' : ''}`);
  const ended = await Promise.all(
    Array.from({ length: count }, (_, index) =>
      runExecution(services.clients.states, stateMachine, input, {
        signal,
        onPoll: liveGraph((line) => log(count > 1 ? `  ${index + 1}${line}` : line)),
      }),
    ),
  );
  for (const { description } of ended) {
    log(`Execution ${description.status}${description.cause ? `: ${description.cause}` : ''}`);
  }
  return ended.map(({ description }) => description.executionArn ?? '');
}

/** Shows each state of a history that grows once, when it is over. */
function liveGraph(log: (line: string) => void) {
  const shown = new Set<number>();
  return (history: readonly HistoryEvent[]) =>
    executionGraph(history).forEach((visit, position) => {
      if (visit.outcome !== 'running' && !shown.has(position)) {
        shown.add(position);
        log(graphLine(visit));
      }
    });
}
