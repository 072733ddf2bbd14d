import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { planStack, type StackOutcome } from '../../../commands/shared/plans/plan-stack';
import { tried, type Line } from '../../../commands/verify/check';
import { planCheck } from '../../../commands/verify/checks/plan';
import { Facts, type MakePlans } from '../../../commands/verify/facts';
import { stacksOf, type StackName } from '../../../settings/stacks';
import type { Deployed } from '../../helpers/deployed';

const unchanged = (name: string): StackOutcome => ({ name, plan: {}, hasChanges: false });

/** Plans that change nothing, for tests that look at other lines: Terraform takes ten seconds for the true ones. */
export const inSync: MakePlans = async (environment) => stacksOf(environment).map(unchanged);

/** The line of Terraform's plan, for which the named stacks are planned where they were deployed. */
export async function planLineOf(deployed: Deployed, ...stacks: StackName[]): Promise<Line> {
  const { environment, deployment } = deployed;
  const out = mkdtempSync(path.join(tmpdir(), 'plans of a test '));
  const plan = (name: StackName) =>
    planStack(deployment.terraform(name), {
      name,
      directory: deployment.directoryOf(name),
      out,
      isOnlyRead: true,
    });
  try {
    return await tried(planCheck(new Facts(environment, () => Promise.all(stacks.map(plan)))));
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}
