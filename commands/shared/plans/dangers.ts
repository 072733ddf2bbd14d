import { jsonDocument, shownValue } from './attribute-values';
import { widened } from './policy-comparison';
import { statementsOf } from './policy-statement';
import { deletedLedger, lostLedger, unprotectedTable } from './table-dangers';
import {
  actionOf,
  attributesOf,
  changedResources,
  type ResourceChange,
  type TerraformPlan,
} from './terraform-plan';

/** What is lost when a resource of the type is destroyed. */
const losses: Readonly<Record<string, string>> = {
  aws_secretsmanager_secret: 'the Stripe key is lost',
  aws_cloudformation_stack: 'no meter event can be sent while the connection is missing',
  aws_sfn_state_machine: 'running executions end, and their history is lost',
  aws_iam_role: 'what runs with it can do nothing while it is missing',
  aws_cloudwatch_metric_alarm: 'nobody is notified of a meter event that was not sent while it is missing',
  aws_sns_topic: 'its subscriptions are lost, and nobody is notified until each is confirmed again',
  aws_sns_topic_subscription: 'this subscriber is no longer notified',
  aws_scheduler_schedule: 'what is open is not sent, and usage not compared with Stripe, while it is missing',
  aws_s3_bucket: "Terraform's state is lost",
  aws_dynamodb_table: 'all its records are lost',
};

/** What a reviewer must not overlook in the plans of stacks, a Markdown sentence each; first of all a loss of the ledger. */
export function dangersOf(...plans: readonly TerraformPlan[]): string[] {
  const resources = plans.flatMap(changedResources);
  return [
    ...resources.flatMap(lostLedger),
    ...plans.flatMap(deletedLedger),
    ...resources.flatMap((resource) => [
      ...lossOf(resource),
      ...unprotectedTable(resource),
      ...disabledSchedule(resource),
      ...silentAlarm(resource),
      ...widerPolicies(resource),
      ...attachedPolicy(resource),
      ...lostBoundary(resource),
    ]),
  ];
}

/** The dangers of a plan for a terminal, a line each. */
export const dangerLines = (plan: TerraformPlan): string[] =>
  dangersOf(plan).map((danger) => `Danger: ${asPlainText(danger)}`);

/** A danger without its Markdown. */
export const asPlainText = (danger: string) => danger.replace(/\*\*([^*`]+)\*\*|`([^`]*)`/g, '$1$2');

function lossOf(resource: ResourceChange): string[] {
  const action = actionOf(resource);
  const loss = losses[resource.type];
  if (!loss || (action !== 'replace' && action !== 'destroy') || lostLedger(resource).length > 0) {
    return [];
  }
  return [`${codeOf(resource)} is **${action === 'replace' ? 'replaced' : 'destroyed'}**: ${loss}.`];
}

function disabledSchedule(resource: ResourceChange): string[] {
  const { before, after } = resource.change;
  const isDisabled = (attributes: unknown) => attributesOf(attributes).state === 'DISABLED';
  return resource.type === 'aws_scheduler_schedule' && isDisabled(after) && !isDisabled(before)
    ? [`${codeOf(resource)} is **disabled**: what is open is not sent, and usage not compared with Stripe.`]
    : [];
}

function silentAlarm(resource: ResourceChange): string[] {
  const { after, after_unknown: unknown } = resource.change;
  if (resource.type !== 'aws_cloudwatch_metric_alarm' || !after) {
    return [];
  }
  const { alarm_actions: actions, actions_enabled: enabled } = attributesOf(after);
  const isUnknown =
    attributesOf(unknown).alarm_actions !== undefined && attributesOf(unknown).alarm_actions !== false;
  const hasAction = (Array.isArray(actions) && actions.length > 0) || isUnknown;
  if (!hasAction) {
    return [`${codeOf(resource)} has **no action**: it notifies nobody.`];
  }
  return enabled === false ? [`${codeOf(resource)} has its **actions disabled**: it notifies nobody.`] : [];
}

function widerPolicies(resource: ResourceChange): string[] {
  const { change } = resource;
  const before = attributesOf(change.before);
  const after = attributesOf(change.after);
  if (actionOf(resource) === 'add' && !belongsToExisting(resource)) {
    return [];
  }
  return Object.keys({ ...before, ...after, ...attributesOf(change.after_unknown) }).flatMap((name) => {
    const old = shownValue(before[name], { sensitive: attributesOf(change.before_sensitive)[name] });
    const next = shownValue(after[name], {
      sensitive: attributesOf(change.after_sensitive)[name],
      unknown: change.after ? attributesOf(change.after_unknown)[name] : undefined,
    });
    const [oldPolicy, nextPolicy] = [jsonDocument(old), jsonDocument(next)];
    if (!statementsOf(oldPolicy) && !statementsOf(nextPolicy)) {
      return [];
    }
    if (typeof next === 'string' && !nextPolicy) {
      return [`${codeOf(resource)}: \`${name}\` cannot be compared, it is ${next}.`];
    }
    return widened(oldPolicy, nextPolicy).map((wider) => `${codeOf(resource)} **allows more**: ${wider}.`);
  });
}

function attachedPolicy(resource: ResourceChange): string[] {
  const action = actionOf(resource);
  if (resource.type !== 'aws_iam_role_policy_attachment' || (action !== 'add' && action !== 'replace')) {
    return [];
  }
  const { role, policy_arn: policy = 'known after apply' } = attributesOf(resource.change.after);
  return belongsToExisting(resource)
    ? [`${codeOf(resource)} **allows more**: policy \`${policy}\` attached to role \`${role}\`.`]
    : [];
}

function lostBoundary({ type, address, change }: ResourceChange): string[] {
  const before = attributesOf(change.before).permissions_boundary;
  const after = attributesOf(change.after).permissions_boundary;
  const isLost = type === 'aws_iam_role' && before && change.after && before !== after;
  return isLost ? [`\`${address}\` **allows more**: permissions boundary \`${before}\` taken off.`] : [];
}

/** A policy on a resource that the same plan creates widens nothing; its name or ARN is then known only after apply. */
function belongsToExisting({ change }: ResourceChange): boolean {
  const { role, arn, bucket, secret_arn: secretArn } = attributesOf(change.after);
  return [role, arn, bucket, secretArn].some((name) => typeof name === 'string');
}

const codeOf = ({ address }: ResourceChange) => `\`${address}\``;
