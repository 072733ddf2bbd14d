import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export type Attributes = Readonly<Record<string, unknown>>;
type Blocks = Readonly<Record<string, Readonly<Record<string, Attributes>>>>;

/** A managed resource of a synthesized stack. */
export interface SynthesizedResource {
  readonly address: string;
  readonly type: string;
  readonly attributes: Attributes;
}

interface Content {
  readonly terraform: {
    readonly backend: { readonly s3?: object; readonly local?: { readonly workspace_dir: string } };
  };
  readonly import?: unknown;
  readonly moved?: readonly { readonly from: string; readonly to: string }[];
  readonly resource?: Blocks;
  readonly data?: Blocks;
}

/** A synthesized stack, `cdk.tf.json`. */
export class SynthesizedStack {
  private readonly content: Content;

  constructor(private readonly directory: string) {
    this.content = JSON.parse(readFileSync(this.file, 'utf8')) as Content;
  }

  get resources(): SynthesizedResource[] {
    return Object.entries(this.content.resource ?? {}).flatMap(([type, resources]) =>
      Object.entries(resources).map(([name, attributes]) => ({
        address: `${type}.${name}`,
        type,
        attributes,
      })),
    );
  }

  /** Whether the state lies in the state bucket. */
  get hasRemoteState(): boolean {
    return this.content.terraform.backend.s3 !== undefined;
  }

  /** The address that a resource has in states which were written before it was moved. */
  earlierAddress(address: string): string | undefined {
    return this.content.moved?.find(({ to }) => to === address)?.from;
  }

  /** Whether the next deployment imports anything. */
  get hasImports(): boolean {
    return this.content.import !== undefined;
  }

  /** Where the workspace's state lies, if it is local. */
  localStateFile(workspace: string): string | undefined {
    const { local } = this.content.terraform.backend;
    return local && path.resolve(this.directory, local.workspace_dir, workspace, 'terraform.tfstate');
  }

  /** A name that may be given as a reference to another resource, or data source, of the stack. */
  nameIn(value: unknown): string {
    const text = String(value);
    const [, data, type = '', label = ''] = /^\$\{(data\.)?(\w+)\.([\w-]+)\.\w+\}$/.exec(text) ?? [];
    if (!type) {
      return text;
    }
    return String((data ? this.content.data : this.content.resource)?.[type]?.[label]?.name);
  }

  /** Lets Terraform plan against an empty state in the stack's folder, for want of a state bucket. */
  useEmptyState(workspace: string): void {
    const workspaces = 'empty.tfstate.d';
    // Terraform knows no local workspace without a folder.
    mkdirSync(path.join(this.directory, workspaces, workspace), { recursive: true });
    const backend = { local: { workspace_dir: workspaces } };
    const content = { ...this.content, terraform: { ...this.content.terraform, backend } };
    writeFileSync(this.file, JSON.stringify(content, null, 2));
  }

  private get file(): string {
    return path.join(this.directory, 'cdk.tf.json');
  }
}
