/** The parts of `terraform show -json <plan file>` that the summary reads ("JSON Output Format" in Terraform's documentation). */
export interface TerraformPlan {
  readonly resource_changes?: readonly ResourceChange[];
  /** What was changed outside Terraform since its last run. */
  readonly resource_drift?: readonly ResourceChange[];
  readonly output_changes?: Readonly<Record<string, Change>>;
  /** What the plan's changes depend on. */
  readonly relevant_attributes?: readonly { readonly resource: string }[];
}

export interface ResourceChange {
  readonly address: string;
  readonly previous_address?: string;
  readonly mode: 'managed' | 'data';
  readonly type: string;
  readonly change: Change;
  readonly action_reason?: string;
}

export interface Change {
  readonly actions: readonly string[];
  readonly before: unknown;
  readonly after?: unknown;
  /** `true` in the place of each value that is known only after apply. */
  readonly after_unknown?: unknown;
  /** `true` in the place of each sensitive value. */
  readonly before_sensitive?: unknown;
  readonly after_sensitive?: unknown;
  /** Paths of the attributes that force a replacement. */
  readonly replace_paths?: readonly (readonly (string | number)[])[];
  readonly importing?: { readonly id?: string };
}

export type Action = 'add' | 'change' | 'replace' | 'destroy' | 'import' | 'move' | 'forget' | 'none';

/** One word for what happens to a resource; an import that also changes the resource is a change. */
export function actionOf({
  change,
  previous_address,
}: Pick<ResourceChange, 'change' | 'previous_address'>): Action {
  const { actions, importing } = change;
  if (actions.includes('create')) {
    return actions.includes('delete') ? 'replace' : 'add';
  }
  if (actions.includes('delete')) {
    return 'destroy';
  }
  if (actions.includes('update')) {
    return 'change';
  }
  if (actions.includes('forget')) {
    return 'forget';
  }
  if (importing) {
    return 'import';
  }
  return previous_address ? 'move' : 'none';
}

/** The resources that the plan touches, data sources left out: they are only read. */
export function changedResources(plan: TerraformPlan): ResourceChange[] {
  return (plan.resource_changes ?? []).filter(
    (resource) => resource.mode === 'managed' && actionOf(resource) !== 'none',
  );
}

/**
 * The changes made outside Terraform that concern what the plan changes. Like Terraform's own output this leaves out
 * the others: a bucket, for instance, shows its versioning only once another resource has set it.
 */
export function relevantDrift(plan: TerraformPlan): ResourceChange[] {
  const relevant = new Set([
    ...changedResources(plan).map(({ address }) => address),
    ...(plan.relevant_attributes ?? []).map(({ resource }) => resource),
  ]);
  return (plan.resource_drift ?? []).filter(
    (resource) => relevant.has(resource.address) && actionOf(resource) !== 'none',
  );
}

/** An object's attributes; none if the value is not an object. */
export function attributesOf(value: unknown): Readonly<Record<string, unknown>> {
  return isObject(value) ? value : {};
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
