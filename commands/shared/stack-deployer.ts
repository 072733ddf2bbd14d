import { rmSync } from 'node:fs';
import path from 'node:path';
import { allEnded } from '../../clients/all-ended';
import { CommandError } from '../../clients/command-error';
import { mayColor } from '../../clients/status-line';
import type { ApplyCounts } from '../../clients/terraform/progress';
import type { Terraform } from '../../clients/terraform/terraform';
import type { Log } from '../../clients/log';
import type { Environment } from '../../settings/environments';
import type { StackName } from '../../settings/stacks';
import { confirm, type Terminal } from './terminal';
import { countsOf } from './plans/counts';
import { dangerLines } from './plans/dangers';
import { forgetEarlierSettings } from './plans/plan-stack';
import type { TerraformPlan } from './plans/terraform-plan';
import { obstaclesOf } from './prerequisites';
import type { TerraformRuns } from './terraform-runs';

export interface DeployerOptions {
  readonly environment: Environment;
  /** Where the question is asked, and where plans are shown. */
  readonly terminal: Terminal;
  /** Prints a line. */
  readonly say: Log;
  /** Whether every plan is approved already, so that nobody is asked. */
  readonly approve: boolean;
  /**
   * Looks at a plan that changes something, before anybody is asked, and throws if it must not be applied.
   * @default - any plan may be applied
   */
  readonly check?: (plan: TerraformPlan, stack: StackName, directory: string) => Promise<void>;
}

/** `unchanged`: the plan was empty. `elsewhere`: the state bucket exists, and its own state lies in another checkout. */
export type DeployOutcome = 'deployed' | 'unchanged' | 'elsewhere';

/** Plans and deploys single stacks of one environment. */
export class StackDeployer {
  constructor(
    private readonly options: DeployerOptions,
    /** Where the stacks are synthesized, and what runs Terraform in them. */
    private readonly synthesized: {
      readonly terraform: TerraformRuns;
      readonly folder: string;
      readonly directories: Readonly<Record<string, string>>;
    },
  ) {}

  /** The folder of a synthesized stack. */
  directoryOf(stack: StackName): string {
    const directory = this.synthesized.directories[stack];
    if (!directory) {
      throw new Error(`The stack ${stack} is not synthesized.`);
    }
    return directory;
  }

  /** How much of a stack's plan is done. */
  appliedIn(stack: StackName): ApplyCounts {
    return this.synthesized.terraform.progress.appliedIn(stack);
  }

  /** Plans a stack and shows the plan. */
  async show(stack: StackName): Promise<void> {
    if (await this.isElsewhere(stack, 'run the command again')) {
      return;
    }
    await this.planned(stack, async () => {});
  }

  /**
   * Deploys a stack: plans it into a file, shows the plan and its dangers, asks, and applies exactly that plan. While
   * it asks, Terraform holds no lock.
   *
   * @throws CommandError if something that the stack needs is missing, with what to run, or if the answer is not yes
   * @throws TerraformError if Terraform fails or is stopped
   */
  async deploy(stack: StackName): Promise<DeployOutcome> {
    const { environment, say, approve, terminal, check } = this.options;
    if (await this.isElsewhere(stack, 'deploy again')) {
      return 'elsewhere';
    }
    return this.planned(stack, async ({ terraform, plan, planFile }) => {
      if (!plan) {
        return 'unchanged';
      }
      await check?.(plan, stack, this.directoryOf(stack));
      await confirm(`This changes ${environment.name}: ${stack}, ${countsOf([plan])}`, approve, terminal);
      await terraform.apply(planFile);
      say(`Deployed in ${environment.name}: ${stack}.`);
      return 'deployed';
    });
  }

  /**
   * Plans and shows the plan.
   *
   * @param then gets the plan, unless it is empty, and its file, which is deleted afterwards: it holds the state
   */
  private async planned<T>(
    stack: StackName,
    then: (planned: { terraform: Terraform; plan?: TerraformPlan; planFile: string }) => Promise<T>,
  ): Promise<T> {
    const { say, terminal } = this.options;
    const { terraform: runs, folder } = this.synthesized;
    const directory = this.directoryOf(stack);
    const terraform = runs.of(folder, stack);
    const planFile = path.join(directory, 'deploy.tfplan');
    forgetEarlierSettings(directory);
    try {
      await terraform.init();
      if (!(await terraform.plan({ out: planFile }))) {
        say(`${stack}: no changes.`);
        return await then({ terraform, planFile });
      }
      const [plan, text] = await allEnded([
        terraform.show(planFile) as Promise<TerraformPlan>,
        terraform.showPlan(planFile, { isColored: mayColor(terminal.output) }),
      ]);
      say(text);
      for (const line of dangerLines(plan)) {
        say(line);
      }
      return await then({ terraform, plan, planFile });
    } finally {
      rmSync(planFile, { force: true });
    }
  }

  private async isElsewhere(
    stack: StackName,
    again: 'deploy again' | 'run the command again',
  ): Promise<boolean> {
    const { environment, say } = this.options;
    const obstacle = (await obstaclesOf(environment, this.synthesized.directories, again))[stack];
    if (obstacle?.mustAct) {
      throw new CommandError(`${stack}: ${obstacle.reason}`);
    }
    if (obstacle) {
      say(`${stack}: ${obstacle.reason}`);
    }
    return obstacle !== undefined;
  }
}
