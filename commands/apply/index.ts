/**
 * Applies the plans that `npm run plan` created, exactly as they were reviewed:
 * `npm run apply -- --workspace test --plan plans/test`. The folder of the plan is all it needs, so that it may have
 * been created on another machine. Plan files are not for publishing: each holds its stack's whole state.
 */
import path from 'node:path';
import { mkdirSync } from 'node:fs';
import { allEnded } from '../../clients/all-ended';
import { parseCommand, runCommand } from '../shared/cli';
import { confirmInLive, type Terminal } from '../shared/terminal';
import { CommandError } from '../../clients/command-error';
import { withoutKeys } from '../../clients/stripe/key-text';
import { deployFailure } from '../shared/deploy-failure';
import { sayNextSteps } from '../shared/next-steps';
import { countsOf } from '../shared/plans/counts';
import { dangerLines } from '../shared/plans/dangers';
import { filesOf, readManifest } from '../shared/plans/manifest';
import { restoreStack } from '../shared/plans/plan-stack';
import { actionOf, changedResources } from '../shared/plans/terraform-plan';
import { terraformRuns } from '../shared/terraform-runs';
import { inWorkingFolder, stackFolder } from '../shared/working-folder';
import { requireAccount } from '../../clients/aws/account';
import { stacksOf } from '../../settings/stacks';
import { applySpec } from './options';

export async function apply(args: readonly string[], terminal: Terminal): Promise<void> {
  const { environment, yes, values } = parseCommand(args, applySpec);
  const workspace = environment.name;
  const planCommand = `npm run plan -- --workspace ${workspace}`;
  if (!values.plan) {
    throw new CommandError(
      `Name the plan that was reviewed, for example --plan plans/${workspace}. Create one with "${planCommand}". ` +
        `To deploy a stack without a reviewed plan, run "npm run deploy:${workspace} -- STACK".`,
    );
  }
  const { digest } = values;
  if (digest !== undefined && !/^[0-9a-f]{64}$/.test(digest)) {
    throw new CommandError(
      `--digest is "${digest}": it must be the 64 hexadecimal digits that "${planCommand}" printed for the plan ` +
        'that was approved.',
    );
  }
  const from = path.resolve(values.plan);
  const say = (line: string) => terminal.output.write(`${withoutKeys(line)}\n`);
  const manifest = readManifest(from, workspace, digest);
  const stacks = manifest.stacks.filter(({ hasChanges }) => hasChanges).map(({ name }) => name);
  const sayWhatWaits = () => {
    if (manifest.waiting.length === 0) {
      return;
    }
    say(`Not planned yet: ${manifest.waiting.join(', ')}. "${planCommand}" says what they need.`);
  };
  if (stacks.length === 0) {
    say(`The plan of ${workspace} changes nothing.`);
    return sayWhatWaits();
  }
  await requireAccount(environment);
  const terraform = await terraformRuns({ workspace, output: terminal.output, say });
  if (terraform.version !== manifest.terraformVersion) {
    throw new CommandError(
      `The plan was created by Terraform ${manifest.terraformVersion}, and this is ${terraform.version}, which cannot ` +
        `apply it. Use that version, or create a new plan with "${planCommand}".`,
    );
  }

  await inWorkingFolder(workspace, async (folder) => {
    const origin = [
      `created ${manifest.createdAt}`,
      ...(manifest.commit ? [`from commit ${manifest.commit}`] : []),
    ];
    say(`The plan of ${workspace}, ${origin.join(' ')}, changes:`);
    const plans = await allEnded(
      stacks.map((name) => {
        const directory = stackFolder(folder, name);
        mkdirSync(directory, { recursive: true });
        return restoreStack(terraform.of(folder, name), { name, directory, from });
      }),
    );
    for (const [index, plan] of plans.entries()) {
      const name = stacks[index]!;
      say(`${name}: ${countsOf([plan])}`);
      for (const resource of changedResources(plan)) {
        say(`  ${actionOf(resource)} ${resource.address}`);
      }
      for (const line of dangerLines(plan)) {
        say(`  ${line}`);
      }
    }
    await confirmInLive(environment, yes, terminal);
    for (const [index, name] of stacks.entries()) {
      try {
        await terraform.of(folder, name).apply(path.join(from, filesOf(name).plan));
      } catch (error) {
        throw deployFailure(error, {
          stack: name,
          ...terraform.progress.appliedIn(name),
          deployed: stacks.slice(0, index),
          next: `Create a new plan with "${planCommand}", review it, and apply that.`,
        });
      }
    }
  });
  say(`Deployed in ${workspace}: ${stacks.join(', ')}.`);
  sayWhatWaits();
  await sayNextSteps(
    environment,
    stacksOf(environment).filter((stack) => stacks.includes(stack)),
    say,
  );
}

if (require.main === module) {
  void runCommand(() => apply(process.argv.slice(2), { input: process.stdin, output: process.stdout }));
}
