interface Described {
  /** What it does, without a full stop at the end. */
  readonly help: string;
}

interface Flag extends Described {
  readonly type: 'boolean';
}

interface ValueOption extends Described {
  readonly type: 'string';
  /** What stands for the value in the help, such as `PATH`. */
  readonly value: string;
  /** All values that it can have, if they are few. The command itself rejects the others. */
  readonly choices?: readonly string[];
  /** Whether it may be given several times. */
  readonly multiple?: boolean;
}

export type CommandOption = Flag | ValueOption;
export type CommandOptions = Readonly<Record<string, CommandOption>>;

/**
 * How a command is called. The help, the sentences about wrong arguments and `npm run help` all come from it. Specs are
 * in `options.ts` of the command's folder, which imports nothing heavy, because `npm run help` loads all of them.
 */
export interface CommandSpec {
  /** As after `npm run`; with `workspace: 'in the name'` without `:test` and `:live`. */
  readonly name: string;
  /** What the command does, as one sentence. */
  readonly summary: string;
  /**
   * Where the workspace comes from: `--workspace` or else `TF_WORKSPACE`; the same, and `test` without either; the name
   * of the npm script, which passes it as the first argument; or none is needed.
   */
  readonly workspace: 'required' | 'default test' | 'in the name' | 'none';
  /** Without `--workspace` and `--help`, which come from the above. */
  readonly options: CommandOptions;
  /** What stands without an option before it; the command itself rejects what it does not know. */
  readonly operands?: Described & {
    /** As the usage shows it, such as `STACK…`, or in brackets if it may be left out. */
    readonly value: string;
    readonly choices?: readonly string[];
  };
  /** Sentences: what the command asks, its exit codes. */
  readonly notes?: readonly string[];
  /** Whole command lines. */
  readonly examples: readonly string[];
}

/** The values of a command's options; undefined for what was not given. */
export type CommandValues<S extends CommandSpec> = {
  readonly [Name in keyof S['options']]?: ValueOf<S['options'][Name]>;
};

type ValueOf<O> = O extends { type: 'boolean' } ? true : O extends { multiple: true } ? string[] : string;

/** For commands that ask before they change anything in live. */
export const yesInLive = {
  yes: { type: 'boolean', help: 'answers the question in live' },
} as const satisfies CommandOptions;

export const asksInLive = 'In live it asks before it changes anything.';

const workspaceHelp = {
  required: 'the Terraform workspace; if left out, TF_WORKSPACE',
  'default test': 'the Terraform workspace; if left out, TF_WORKSPACE, or else test',
};

const helpOption: CommandOptions = { help: { type: 'boolean', help: 'prints this help' } };

/** All options that the command knows. */
export function allOptionsOf({ workspace, options }: CommandSpec): CommandOptions {
  const common: CommandOptions =
    workspace === 'required' || workspace === 'default test'
      ? { workspace: { type: 'string', value: 'test|live', help: workspaceHelp[workspace] } }
      : {};
  return { ...common, ...options, ...helpOption };
}

/** The npm scripts that run the command. */
export function scriptsOf({ name, workspace }: Pick<CommandSpec, 'name' | 'workspace'>): string[] {
  return workspace === 'in the name' ? [`${name}:test`, `${name}:live`] : [name];
}

/** How the option is written: `--out PATH`. */
export function writtenOption(name: string, option: CommandOption): string {
  return option.type === 'boolean' ? `--${name}` : `--${name} ${option.value}`;
}
