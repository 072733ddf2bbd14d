import { App, type TerraformStack } from 'cdktf';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environmentOf, type Environment } from '../../settings/environments';

type Blocks = Record<string, Record<string, Record<string, unknown>>>;

/** A stack's `cdk.tf.json` as Terraform reads it. */
export interface Synthesized {
  readonly text: string;
  readonly terraform: Record<string, any>; // eslint-disable-line @typescript-eslint/no-explicit-any
  /** The one resource of the type, or the one of this name; throws if there is none or more. */
  resource(type: string, name?: string): any; // eslint-disable-line @typescript-eslint/no-explicit-any
  count(type: string): number;
}

/** Synthesizes one stack for a workspace, with settings changed where the test needs it. */
export function synthesized(
  Stack: new (scope: App, environment: Environment) => TerraformStack,
  workspace: 'test' | 'live',
  changed: Partial<Environment> = {},
): Synthesized {
  const outdir = mkdtempSync(join(tmpdir(), 'synth-'));
  try {
    const app = new App({ outdir });
    const stack = new Stack(app, { ...environmentOf(workspace), ...changed });
    app.synth();
    const text = readFileSync(join(outdir, 'stacks', stack.node.id, 'cdk.tf.json'), 'utf8');
    const terraform = JSON.parse(text);
    const of = (type: string) => Object.values(((terraform.resource ?? {}) as Blocks)[type] ?? {});
    return {
      text,
      terraform,
      count: (type) => of(type).length,
      resource: (type, name) => {
        if (name !== undefined) {
          const found = terraform.resource?.[type]?.[name];
          if (!found) {
            throw new Error(`no resource ${type}.${name}`);
          }
          return found;
        }
        if (of(type).length !== 1) {
          throw new Error(`${of(type).length} resources of the type ${type}, not 1`);
        }
        return of(type)[0];
      },
    };
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}
