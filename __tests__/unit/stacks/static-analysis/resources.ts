import { readdirSync } from 'node:fs';
import path from 'node:path';
import { EnvironmentStack } from '../../../../stacks/environment-stack';
import { withRepository } from '../../../helpers/deployment-roles';
import { synthesized } from '../../../helpers/synthesized';

export type Values = Record<string, any>; // eslint-disable-line @typescript-eslint/no-explicit-any

/** A resource of a synthesized stack. */
export interface Resource {
  /** As in a plan: `aws_sns_topic.alarm-topic_topic`. */
  readonly address: string;
  readonly type: string;
  readonly values: Values;
}

/** A stack's synthesized file. */
export interface StackFile {
  readonly name: string;
  readonly text: string;
  /** The `terraform` and `provider` blocks. */
  readonly terraform: Values;
  readonly resources: readonly Resource[];
}

/**
 * Every stack of `stacks/`, so that a new one is read without being named here; with each resource that a setting may
 * add, whether the workspace has it today or not.
 */
export function stackFiles(workspace: 'test' | 'live'): StackFile[] {
  const folder = path.join(__dirname, '..', '..', '..', '..', 'stacks');
  return readdirSync(folder).flatMap((file) =>
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    Object.values(require(path.join(folder, file)) as Record<string, unknown>)
      .filter(isStack)
      .map((Stack) => {
        const { text, terraform } = synthesized(Stack, workspace, { ...withRepository, createTables: true });
        const byType = Object.entries((terraform.resource ?? {}) as Record<string, Record<string, Values>>);
        const resources = byType.flatMap(([type, ofType]) =>
          Object.entries(ofType).map(([name, values]) => ({ address: `${type}.${name}`, type, values })),
        );
        return { name: Stack.name, text, terraform, resources };
      }),
  );
}

const isStack = (exported: unknown): exported is Parameters<typeof synthesized>[0] =>
  typeof exported === 'function' && exported.prototype instanceof EnvironmentStack;
