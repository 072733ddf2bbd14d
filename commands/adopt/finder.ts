import type { Environment } from '../../settings/environments';
import type { SynthesizedStack, SynthesizedResource } from '../../clients/terraform/synthesized-stack';

/** What is known of a resource that is not in Terraform's state; nothing if it does not exist. */
export interface Discovery {
  /** The id by which Terraform imports it. @default - it does not exist, or need not be imported */
  readonly id?: string;
  /** Why it cannot be adopted, and what to do; nothing of its stack is adopted until then. */
  readonly obstacle?: string;
  /** What the operator should know. */
  readonly notes?: readonly string[];
}

/** Asks AWS for a resource of one type. It reads only, and never a secret's value. */
export type Finder = (
  resource: SynthesizedResource,
  context: { environment: Environment; configuration: SynthesizedStack },
) => Promise<Discovery>;

export const absent: Discovery = {};
