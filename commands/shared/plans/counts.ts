import { actionOf, changedResources, type TerraformPlan } from './terraform-plan';

/** For example `1 to import, 2 to change`; an imported resource that is also changed counts as both. */
export function countsOf(plans: readonly TerraformPlan[]): string {
  const resources = plans.flatMap(changedResources);
  const actions = resources.map(actionOf);
  const counts = (['add', 'change', 'replace', 'destroy', 'move', 'forget'] as const).map((action) => ({
    label: `to ${action}`,
    count: actions.filter((one) => one === action).length,
  }));
  counts.push({ label: 'to import', count: resources.filter(({ change }) => change.importing).length });
  const texts = counts.filter(({ count }) => count > 0).map(({ count, label }) => `${count} ${label}`);
  if (texts.length > 0) {
    return texts.join(', ');
  }
  return plans.some((plan) => changedOutputs(plan).length > 0) ? 'only outputs change' : 'no changes';
}

/** The names of the outputs that change. */
export function changedOutputs({ output_changes: changes = {} }: TerraformPlan): string[] {
  return Object.keys(changes).filter(
    (name) => changes[name] && actionOf({ change: changes[name] }) !== 'none',
  );
}
