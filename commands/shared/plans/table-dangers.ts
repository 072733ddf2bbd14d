import { isDeepStrictEqual } from 'node:util';
import { customerIndex, openIndex } from '../../../ledger/indexes';
import { ledgerKey } from '../../../ledger/keys';
import { actionOf, attributesOf, isObject, type ResourceChange, type TerraformPlan } from './terraform-plan';

/** Why the ledger must stay, for a plan that replaces or destroys it. */
const ledgerLoss =
  'it is the ledger, the only record of what was billed: an identifier that is gone could be billed twice, and what is ' +
  "open is never sent. Do not deploy this. If it has happened, disable recovery's schedule and restore the table from " +
  'point-in-time recovery under its name before anything is processed';

/** What stops without an index of the ledger. */
const indexUses: Readonly<Record<string, string>> = {
  [openIndex]: 'recovery finds nothing that is open without it',
  [customerIndex]: "nobody can compare a customer's usage with Stripe without it",
};

/** Whether the resource is the ledger, by the key of the table that exists: a changed name or key replaces it. */
const isLedger = ({ type, change }: ResourceChange): boolean =>
  type === 'aws_dynamodb_table' && attributesOf(change.before).hash_key === ledgerKey;

/** That the ledger itself is lost, which outweighs every other danger; a Markdown sentence. */
export function lostLedger(resource: ResourceChange): string[] {
  const action = actionOf(resource);
  if (!isLedger(resource) || (action !== 'replace' && action !== 'destroy')) {
    return [];
  }
  const way =
    resource.action_reason === 'replace_because_tainted'
      ? ` An earlier run was stopped before it had finished this table: \`terraform untaint ${resource.address}\`, run in ` +
        '`cdktf.out/stacks/service-processing` with `TF_WORKSPACE` set, keeps it, and the next plan finishes it.'
      : '';
  return [
    `${codeOf(resource)} is **${action === 'replace' ? 'replaced' : 'destroyed'}**: ${ledgerLoss}.${way}`,
  ];
}

/** That the ledger was deleted outside Terraform, which would create an empty one in its place; a Markdown sentence. */
export function deletedLedger({
  resource_changes: changes = [],
  resource_drift: drift = [],
}: TerraformPlan): string[] {
  return drift
    .filter((resource) => isLedger(resource) && actionOf(resource) === 'destroy')
    .filter(({ address }) => changes.some((one) => one.address === address && actionOf(one) === 'add'))
    .map(
      (resource) =>
        `${codeOf(resource)} was **deleted** outside Terraform, and an empty one would be created: it is the ledger. ` +
        'Restore it first from its backup in DynamoDB (Backups) under the same name, or what was sent could be billed twice.',
    );
}

/** What loses items of a table that stays, or lets them be lost: a Markdown sentence each. */
export function unprotectedTable(resource: ResourceChange): string[] {
  const { type, change } = resource;
  if (type !== 'aws_dynamodb_table' || !change.before || !change.after) {
    return [];
  }
  const [before, after] = [protectionOf(change.before), protectionOf(change.after)];
  const code = codeOf(resource);
  const expired = isLedger(resource)
    ? 'an identifier that is gone could be billed twice'
    : 'DynamoDB deletes them';
  return [
    ...(before.recovery && !after.recovery
      ? [`${code} loses its **point-in-time recovery**: an item deleted by mistake is gone.`]
      : []),
    ...(before.deletion && !after.deletion
      ? [`${code} loses its **deletion protection**: one mistake deletes the table.`]
      : []),
    ...(!before.expiry && after.expiry ? [`${code} lets its **items expire**: ${expired}.`] : []),
    ...lostIndexes(resource),
  ];
}

function protectionOf(attributes: unknown) {
  const {
    point_in_time_recovery: recovery,
    ttl,
    deletion_protection_enabled: deletion,
  } = attributesOf(attributes);
  return { recovery: isEnabled(recovery), expiry: isEnabled(ttl), deletion: deletion === true };
}

/** Whether a block, which a plan shows as a list of one, is enabled. */
const isEnabled = (block: unknown): boolean =>
  Array.isArray(block) && block.some((one) => attributesOf(one).enabled === true);

/** DynamoDB changes no key or projection of an index; Terraform removes such a one and creates it again. */
function lostIndexes(resource: ResourceChange): string[] {
  const after = indexesOf(resource.change.after);
  return Object.entries(indexesOf(resource.change.before)).flatMap(([name, index]) => {
    const use = indexUses[name] ?? 'whatever queries it fails';
    const next = after[name];
    if (!next) {
      return [`${codeOf(resource)} loses its **index** \`${name}\`: ${use}.`];
    }
    return isDeepStrictEqual(index, next)
      ? []
      : [`${codeOf(resource)} has its **index** \`${name}\` created anew: until it is filled, ${use}.`];
  });
}

/** What makes each index what it is, by its name. */
function indexesOf(attributes: unknown): Record<string, object> {
  const { global_secondary_index: indexes } = attributesOf(attributes);
  return Object.fromEntries(
    (Array.isArray(indexes) ? indexes : []).filter(isObject).map((index) => [
      String(index.name),
      {
        keys: [index.hash_key, index.range_key ?? ''],
        projection: [index.projection_type, [index.non_key_attributes ?? []].flat().toSorted()],
      },
    ]),
  );
}

const codeOf = ({ address }: ResourceChange) => `\`${address}\``;
