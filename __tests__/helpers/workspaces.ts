import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Application } from '../../local/application';
import { Deployment } from '../../local/deployment';
import { startServices, type Services } from '../../local/services';
import { run, type RunResult } from '../../clients/run-program';
import { environmentOf } from '../../settings/environments';
import type { StackName } from '../../settings/stacks';

/** The stacks that bill, in their order. */
export const deployedStacks: readonly StackName[] = [
  'state-backend',
  'stripe-secret',
  'stripe-connection',
  'service-processing',
];

/** Both workspaces in one account, where there is what belongs to the application and nothing is deployed. */
export interface Workspaces {
  readonly services: Services;
  readonly folder: string;
  readonly test: Deployment;
  readonly live: Deployment;
  stop(): Promise<void>;
}

export async function startWorkspaces(): Promise<Workspaces> {
  const [test, live] = [environmentOf('test'), environmentOf('live')];
  const folder = mkdtempSync(path.join(tmpdir(), 'workspaces with spaces '));
  const services = await startServices({ environment: test, workspaces: ['test', 'live'], log: () => {} });
  const stop = async () => {
    await services.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    for (const environment of [test, live]) {
      await new Application(environment, services.clients).createPrerequisites();
    }
    return {
      services,
      folder,
      test: new Deployment({ environment: test, services, folder }),
      live: new Deployment({ environment: live, services, folder }),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The stacks whose plan is not empty. */
export async function changedStacks(deployment: Deployment, stacks = deployedStacks): Promise<StackName[]> {
  const changed: StackName[] = [];
  for (const stack of stacks) {
    if (await deployment.terraform(stack).plan({ out: 'changed.tfplan' })) {
      changed.push(stack);
    }
  }
  return changed;
}

/** Terraform as one runs it by hand in the folder of a stack. */
export function terraformByHand(
  { services }: Pick<Workspaces, 'services'>,
  options: { directory: string; workspace: string },
  ...args: string[]
): Promise<RunResult> {
  return run(services.tools.terraform, [...args, '-no-color'], {
    cwd: options.directory,
    env: { ...services.tools.terraformEnv, ...services.aws.environment, TF_WORKSPACE: options.workspace },
  });
}

/** A text without line breaks and frames, so that a sentence can be looked for. */
export const inOneLine = (text: string) => text.replace(/[\s│╷╵]+/g, ' ');
