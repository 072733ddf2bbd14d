import { stdout } from 'node:process';
import type { Environment } from '../../settings/environments';
import { allEnded } from '../../clients/all-ended';
import { StatusLine } from '../../clients/status-line';
import { TerraformProgress } from '../../clients/terraform/progress';
import { Application } from '../application';
import { createCatalog, stripeClientOf } from '../catalog';
import { Deployment } from '../deployment';
import { startServices, type Services } from '../services';
import { billFile, customerId, type DeployedDemo, type FileOptions } from './bill-file';
import { DemoClock } from './clock';
import { keepRunning } from './keep-running';
import { nextAfterDemo } from './next';

export interface DemoOptions extends FileOptions {
  readonly environment: Environment;
  /** Leaves everything running until the signal. */
  readonly keep: boolean;
  readonly folder: string;
}

/** A failure's retries and timeouts may take seven minutes; at this speed they take seconds. */
const fastSpeed = 100;

/** @returns whether everything ended as expected, including a failure that was asked for */
export async function runDemo(options: DemoOptions): Promise<boolean> {
  const { environment, failure, recover, keep, folder, signal, log } = options;
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
    const demo = await deploy(options, services);
    log(`Deployed after ${secondsSince(startedAt)} s.`);

    const { ok, processingHistoryId, faults } = await billFile(demo, options);
    log(`${ok ? 'Done' : 'Not as expected'}, after ${secondsSince(startedAt)} s.`);

    if (keep) {
      const running = { ...demo, faults, processingHistoryId, folder, signal, log };
      await keepRunning({ ...running, ...(failure && !recover && { failure }) });
    } else if (ok) {
      nextAfterDemo(environment, options).forEach(log);
    }
    return ok;
  } finally {
    await services.stop();
  }
}

const secondsSince = (start: number) => ((Date.now() - start) / 1000).toFixed(0);

async function deploy(options: DemoOptions, services: Services): Promise<DeployedDemo> {
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
    environment,
    services,
    application,
    clock: new DemoClock(services),
    replaceKey: async () => {
      await deployment.putKey(services.newKey(environment.stripeMode));
      await deployment.deploy('stripe-connection');
    },
  };
}
