import type { Resource, StackFile, Values } from './resources';

/** What scanners of Terraform look for, as one check of every resource of a type. */
export interface Rule {
  /** Names it in `exceptions`. */
  readonly id: string;
  /** What must be so, with the reason. */
  readonly title: string;
  readonly type: string;
  /** What is wrong with a resource: one text each, empty if nothing is. */
  readonly wrong: (values: Values, stack: Pick<StackFile, 'resources'>, address: string) => readonly string[];
  /** A resource that the rule must object to. */
  readonly bad: Values;
}

/** Nothing is wrong, or this one thing. */
export const unless = (right: boolean, wrong: string): string[] => (right ? [] : [wrong]);

/** Whether the stack has a resource of the type for a bucket or topic, whose values pass. */
export function beside(
  { resources }: Pick<StackFile, 'resources'>,
  address: string,
  type: string,
  pass: (values: Values) => boolean,
): boolean {
  return resources.some(
    (resource: Resource) =>
      resource.type === type &&
      Object.values(resource.values).some((value) => String(value).startsWith(`\${${address}.`)) &&
      pass(resource.values),
  );
}
