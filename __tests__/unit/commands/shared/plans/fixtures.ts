import type {
  Change,
  ResourceChange,
  TerraformPlan,
} from '../../../../../commands/shared/plans/terraform-plan';

/** A resource in a plan, as `terraform show -json` describes it; an update unless said otherwise. */
export function resource(
  address: string,
  change: Partial<Change>,
  rest: Partial<ResourceChange> = {},
): ResourceChange {
  return {
    address,
    mode: 'managed',
    type: address.split('.')[0]!,
    change: { actions: ['update'], before: {}, after: {}, after_unknown: {}, ...change },
    ...rest,
  };
}

export function planOf(...resources: ResourceChange[]): TerraformPlan {
  return { resource_changes: resources };
}
