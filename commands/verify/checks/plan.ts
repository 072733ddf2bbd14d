import { CommandError } from '../../../clients/command-error';
import type { EnvironmentName } from '../../../settings/environment-names';
import { changedAttributes } from '../../shared/plans/attribute-comparison';
import { asPlainText, dangersOf } from '../../shared/plans/dangers';
import type { PlannedStack, StackOutcome } from '../../shared/plans/plan-stack';
import { lostLedger } from '../../shared/plans/table-dangers';
import { actionOf, changedResources, type ResourceChange } from '../../shared/plans/terraform-plan';
import { inStackOrder } from '../../../settings/stacks';
import { failed, NotChecked, notChecked, passed, type Check, type Finding } from '../check';
import type { Facts } from '../facts';

/** Whether what is deployed is what the repository says: Terraform knows it of every resource that it manages. */
export function planCheck(facts: Facts): Check {
  return {
    id: 'plan',
    what: 'Terraform plan',
    // Whoever lacks one is told by the line itself.
    actions: [],
    async look() {
      const outcomes = await facts.plans().catch((error: unknown) => {
        // Whatever keeps every stack from being planned is no finding about what is deployed.
        throw error instanceof CommandError ? new NotChecked(error.message) : error;
      });
      return planFinding(facts.environment.name, outcomes);
    },
  };
}

type Unplanned = Exclude<StackOutcome, PlannedStack>;

/** What the plans of an environment's stacks say, by stack and resource. */
export function planFinding(workspace: EnvironmentName, outcomes: readonly StackOutcome[]): Finding {
  const order = inStackOrder(outcomes.map(({ name }) => name));
  const inOrder = outcomes.toSorted((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
  const planned = inOrder.filter((outcome): outcome is PlannedStack => 'plan' in outcome);
  const unplanned = inOrder.filter((outcome): outcome is Unplanned => 'reason' in outcome);
  const differing = planned.filter(({ hasChanges }) => hasChanges);
  const failing = unplanned.filter(({ isFailure, reason }) => isFailure && !missingPermission(reason));
  const inSync = planned.filter(({ hasChanges }) => !hasChanges).map(({ name }) => name);
  const waiting = unplanned.filter((one) => !failing.includes(one));
  const seen = [
    ...differing.map(({ name, plan }) => `${name}: ${changesText(changedResources(plan))}`),
    ...failing.map(({ name, reason }) => `${name} cannot be planned: ${reason}`),
    ...(inSync.length > 0 ? [`no changes in ${inSync.join(', ')}`] : []),
    ...waiting.map(({ name, reason }) => `${name} was not planned: ${missingPermission(reason) ?? reason}`),
  ].join('; ');
  const [first, ...rest] = [
    ...differing.flatMap((stack) => stepsOf(workspace, stack)),
    ...failing.map(({ name }) => `npm run plan -- --workspace ${workspace} --stack ${name}`),
  ];
  if (first) {
    return failed(seen, first, ...rest);
  }
  return waiting.length > 0 ? notChecked(seen) : passed(seen);
}

/** What a permission is missing for, if Terraform says so: another role may plan the stack. */
function missingPermission(reason: string): string | undefined {
  const action = /not authorized to perform:? ([\w-]+:\w+)/.exec(reason)?.[1];
  if (action) {
    return `these credentials may not do ${action}`;
  }
  return /AccessDenied|StatusCode: 403/.test(reason)
    ? 'these credentials may not read its state or its resources'
    : undefined;
}

/** The deployment that puts it right, after what must be known before it; none that would lose the ledger. */
function stepsOf(workspace: EnvironmentName, { name, plan }: PlannedStack): string[] {
  const dangers = dangersOf(plan).map((danger) => `Danger: ${asPlainText(danger)}`);
  const losesLedger = changedResources(plan).some((resource) => lostLedger(resource).length > 0);
  return [...dangers, ...(losesLedger ? [] : [`npm run deploy:${workspace} -- ${name}`])];
}

const changesText = (resources: readonly ResourceChange[]) =>
  resources.map(changeText).join(', ') || 'only outputs differ';

function changeText(resource: ResourceChange): string {
  const { address, change } = resource;
  const action = actionOf(resource);
  switch (action) {
    case 'add':
      return `${address} is missing`;
    case 'change':
      return `${address} differs (${changedAttributes(change).join(', ')})`;
    case 'replace':
      return `${address} would be replaced (${(change.replace_paths ?? []).map((at) => at.join('.')).join(', ')})`;
    case 'destroy':
      return `${address} is not in the repository`;
    default:
      return `${address}: to ${action}`;
  }
}
