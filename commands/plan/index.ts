/**
 * Plans the stacks of a workspace for review: `npm run plan -- --workspace test`.
 * Writes the plan files and `summary.md`, which can be posted to a pull request; never publish the plan files.
 * Prints the plan's digest, by which `npm run apply` recognizes the approved plan; in a GitHub workflow the digest is
 * also the step's output `digest`.
 * The exit code is that of `terraform plan -detailed-exitcode`: 0 no changes, 1 error, 2 changes.
 */
import { appendFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { projectDirectory, synthesize } from '../../clients/terraform/synth';
import { run } from '../../clients/run-program';
import { parseCommand, runCommand } from '../shared/cli';
import type { Terminal } from '../shared/terminal';
import { withoutKeys } from '../../clients/stripe/key-text';
import { chosenStacks } from '../shared/chosen-stacks';
import { countsOf } from '../shared/plans/counts';
import { dangerLines } from '../shared/plans/dangers';
import { writeManifest, writtenFiles } from '../shared/plans/manifest';
import { planStack, type StackOutcome } from '../shared/plans/plan-stack';
import { inStackOrder } from '../../settings/stacks';
import { obstaclesOf } from '../shared/prerequisites';
import { planSpec } from './options';
import { summaryOf } from './summary';
import { terraformRuns } from '../shared/terraform-runs';
import { inWorkingFolder } from '../shared/working-folder';
import { requireAccount } from '../../clients/aws/account';

/** @returns the exit code */
export async function plan(args: readonly string[], { output }: Terminal): Promise<number> {
  const { environment, values } = parseCommand(args, planSpec);
  const workspace = environment.name;
  const out = path.resolve(values.out ?? path.join(projectDirectory, 'plans', workspace));
  const say = (line: string) => output.write(`${withoutKeys(line)}\n`);
  await requireAccount(environment);
  const terraform = await terraformRuns({ workspace, output, say, saysPlannedChanges: true });

  return inWorkingFolder(workspace, async (folder) => {
    const directories = await synthesize({ workspace, outdir: folder });
    const known = inStackOrder(Object.keys(directories));
    const stacks = values.stack ? chosenStacks(environment, values.stack) : known;
    const obstacles = await obstaclesOf(environment, directories, 'plan again');
    mkdirSync(out, { recursive: true });
    for (const file of writtenFiles(known)) {
      rmSync(path.join(out, file), { force: true });
    }

    say(`Planning ${stacks.filter((stack) => !obstacles[stack]).join(', ') || 'nothing'} in ${workspace}.`);
    const outcomes = await Promise.all(
      stacks.map((name): StackOutcome | Promise<StackOutcome> => {
        const directory = directories[name]!;
        const obstacle = obstacles[name];
        return obstacle
          ? { name, reason: obstacle.reason, isFailure: false }
          : planStack(terraform.of(folder, name), { name, directory, out });
      }),
    );
    const commit = await commitOf(projectDirectory);
    const origin = { workspace, terraformVersion: terraform.version, commit };
    const waiting = stacks.filter((stack) => obstacles[stack]?.mustAct);
    const failed = outcomes.some((outcome) => 'reason' in outcome && outcome.isFailure);
    const digest = failed
      ? undefined
      : writeManifest(out, {
          ...origin,
          createdAt: new Date().toISOString(),
          stacks: outcomes.flatMap((outcome) =>
            'plan' in outcome ? [{ name: outcome.name, hasChanges: outcome.hasChanges }] : [],
          ),
          waiting,
        });
    writeFileSync(path.join(out, 'summary.md'), summaryOf({ ...origin, outcomes, digest }));
    for (const outcome of outcomes) {
      report(outcome, say);
    }

    if (!digest) {
      return 1;
    }
    // Where GitHub Actions takes the outputs of a workflow's step from.
    if (process.env.GITHUB_OUTPUT) {
      appendFileSync(process.env.GITHUB_OUTPUT, `digest=${digest}\n`);
    }
    const shownOut = path.relative('', out) || '.';
    say(`Summary: ${path.join(shownOut, 'summary.md')}`);
    if (outcomes.some((outcome) => 'plan' in outcome && outcome.hasChanges)) {
      say(
        `When it is reviewed, run: npm run apply -- --workspace ${workspace} --plan ${quoted(shownOut)} --digest ${digest}`,
      );
      return 2;
    }
    return waiting.length > 0 ? 1 : 0;
  });
}

function report(outcome: StackOutcome, say: (line: string) => void): void {
  if ('reason' in outcome) {
    say(`${outcome.name}: ${outcome.isFailure ? 'failed: ' : 'not planned. '}${outcome.reason}`);
    return;
  }
  say(`${outcome.name}: ${countsOf([outcome.plan])}.`);
  for (const line of dangerLines(outcome.plan)) {
    say(`  ${line}`);
  }
}

/** Undefined without Git, or outside a repository. */
async function commitOf(directory: string): Promise<string | undefined> {
  const { status, stdout } = await run('git', ['describe', '--always', '--dirty', '--exclude=*'], {
    cwd: directory,
  });
  return status === 0 ? stdout.trim() : undefined;
}

const quoted = (text: string) => (/\s/.test(text) ? `"${text}"` : text);

if (require.main === module) {
  void runCommand(async () => {
    process.exitCode = await plan(process.argv.slice(2), { input: process.stdin, output: process.stdout });
  });
}
