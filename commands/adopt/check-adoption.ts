import { describeConnection } from '../../clients/aws/connection';
import { describeSecret } from '../../clients/aws/secret';
import { CommandError } from '../../clients/command-error';
import { synthesize } from '../../clients/terraform/synth';
import { SynthesizedStack } from '../../clients/terraform/synthesized-stack';
import type { Environment } from '../../settings/environments';
import type { StackName } from '../../settings/stacks';
import { missingPrerequisites } from '../shared/missing-prerequisites';
import { countsOf } from '../shared/plans/counts';
import { dangerLines } from '../shared/plans/dangers';
import type { TerraformRuns } from '../shared/terraform-runs';
import { ask } from './ask';
import { checkPlan, lossesIn } from './check-plan';
import type { Search } from './search';

/** What the parts of an adoption have in common. */
export interface AdoptionWork {
  readonly environment: Environment;
  readonly terraform: TerraformRuns;
  /** Where the stacks are synthesized. */
  readonly folder: string;
  /** Without the state bucket the states that it would hold are empty. */
  readonly hasBucket: boolean;
  readonly say: (line: string) => void;
}

/**
 * Plans what is adopted.
 *
 * @throws CommandError if a plan fails, or would replace or destroy anything
 */
export async function checkAdoption(adopted: readonly Search[], work: AdoptionWork): Promise<void> {
  const { environment, terraform, folder, hasBucket, say } = work;
  const directories = await synthesize({ workspace: environment.name, outdir: folder });
  const missing = missingPrerequisites(
    environment,
    await ask('secretsmanager:DescribeSecret', describeSecret(environment)),
    await ask('events:DescribeConnection', describeConnection(environment)),
  );
  const problems: string[] = [];
  const planned = adopted.map(async ({ stack: name }) => {
    const reason = missing[name as StackName];
    if (reason) {
      return say(
        `${name}: cannot be planned yet. ${reason} Then run adopt again, which checks what it imports.`,
      );
    }
    const directory = directories[name]!;
    const configuration = new SynthesizedStack(directory);
    if (configuration.hasRemoteState && !hasBucket) {
      configuration.useEmptyState(environment.name);
    }
    const outcome = await checkPlan(terraform.of(folder, name), { name, directory });
    if ('reason' in outcome) {
      problems.push(`${name} cannot be planned: ${outcome.reason}`);
      return;
    }
    say(`${name}: ${countsOf([outcome.plan])}.`);
    for (const line of dangerLines(outcome.plan)) {
      say(`  ${line}`);
    }
    problems.push(...lossesIn(outcome.plan).map((address) => `${name} would replace or destroy ${address}`));
  });
  await Promise.all(planned);
  if (problems.length > 0) {
    throw new CommandError(
      `Do not deploy this: ${problems.join('; ')}. Fix it in AWS or in the settings, and run adopt again.`,
    );
  }
}
