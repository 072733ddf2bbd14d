import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Terraform } from '../../clients/terraform/terraform';
import { planStack, type StackOutcome } from '../shared/plans/plan-stack';
import { actionOf, changedResources, type TerraformPlan } from '../shared/plans/terraform-plan';

/** Plans a stack to see what its imports lead to, and keeps nothing: a plan file holds the whole state. */
export async function checkPlan(
  terraform: Terraform,
  stack: { name: string; directory: string },
): Promise<StackOutcome> {
  const out = mkdtempSync(path.join(tmpdir(), 'adopt-'));
  try {
    return await planStack(terraform, { ...stack, out });
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

/** What the plan would replace or destroy. */
export function lossesIn(plan: TerraformPlan): string[] {
  return changedResources(plan)
    .filter((resource) => ['replace', 'destroy'].includes(actionOf(resource)))
    .map(({ address }) => address);
}
