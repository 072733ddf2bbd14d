import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CommandError } from '../../clients/command-error';
import { synthesize } from '../../clients/terraform/synth';
import type { StackName } from '../../settings/stacks';
import { confirm, type Terminal } from '../shared/cli';
import { countsOf } from '../shared/plans/counts';
import { asPlainText, dangersOf } from '../shared/plans/dangers';
import { planStack } from '../shared/plans/plan-stack';
import { actionOf, changedResources } from '../shared/plans/terraform-plan';
import { terraformRuns } from '../shared/terraform-runs';
import { inWorkingFolder } from '../shared/working-folder';
import type { Environment } from '../../settings/environments';
import { requireNothingExists } from './existing';
import type { Outcome } from './steps';

export async function deployStack(
  stack: StackName,
  options: { environment: Environment; yes: boolean; terminal: Terminal; say: (line: string) => void },
): Promise<Outcome> {
  const { environment, yes, terminal, say } = options;
  const workspace = environment.name;
  const terraform = await terraformRuns(workspace, say);
  return inWorkingFolder(workspace, async (folder) => {
    const directory = (await synthesize({ workspace, outdir: folder }))[stack]!;
    const out = mkdtempSync(path.join(tmpdir(), 'setup-'));
    try {
      const outcome = await planStack(terraform.of(folder, stack), { name: stack, directory, out });
      if ('reason' in outcome) {
        throw new CommandError(outcome.reason);
      }
      if (!outcome.hasChanges) {
        return { wasDone: true, seen: 'No changes.' };
      }
      await requireNothingExists(outcome.plan, { stack, environment, directory });
      say(`${stack}: ${countsOf([outcome.plan])}`);
      for (const resource of changedResources(outcome.plan)) {
        say(`  ${actionOf(resource)} ${resource.address}`);
      }
      for (const danger of dangersOf(outcome.plan)) {
        say(`  Danger: ${asPlainText(danger)}`);
      }
      await confirm(`This deploys ${stack} in ${workspace}`, yes, terminal);
      await terraform.of(folder, stack).apply(path.join(out, `${stack}.tfplan`));
      return { wasDone: false, seen: 'deployed.' };
    } finally {
      rmSync(out, { recursive: true, force: true });
    }
  });
}
