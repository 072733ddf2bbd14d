import path from 'node:path';
import { errorOf, parseMessage, plainError, progressOf, type Progress } from './messages';
import { runTerraform } from './process';
import { TerraformError } from './terraform-error';

export interface TerraformOptions {
  /** The folder of a synthesized stack. */
  readonly directory: string;
  /** Terraform's name or path. */
  readonly command: string;
  /** The Terraform workspace, which is the environment's name. */
  readonly workspace: string;
  readonly env: NodeJS.ProcessEnv;
  /** @default - progress is not shown */
  readonly onProgress?: (progress: Progress) => void;
  /**
   * Stops Terraform as Ctrl-C does: it finishes the current operations, writes the state and releases the lock.
   * @default - it cannot be stopped
   */
  readonly signal?: AbortSignal;
}

/** What Terraform and its provider report when they are interrupted, which says no more than that. */
const isOfTheInterrupt = (error: string) =>
  /^(execution halted|operation canceled)$|context canceled/i.test(error.trim());

/**
 * Terraform in the folder of one stack. Every method throws a TerraformError if Terraform fails, is stopped, or
 * cannot be started. Stacks may run side by side; one stack's commands must run one after the other, but for those that
 * only show a plan.
 */
export class Terraform {
  constructor(private readonly options: TerraformOptions) {}

  async init(): Promise<void> {
    await this.run('init', ['-json', '-input=false']);
  }

  /**
   * Plans into a file, whose path may be relative to the stack's folder.
   *
   * @param options.takesLock whether nobody else may change the state meanwhile. Without it the plan writes nothing,
   *   and may see half of a deployment. @default true, unless `TF_CLI_ARGS_plan` says otherwise
   * @returns whether there is anything to change
   */
  async plan(options: { out: string; destroy?: boolean; takesLock?: boolean }): Promise<boolean> {
    const destroy = options.destroy ? ['-destroy'] : [];
    const lock = options.takesLock === false ? ['-lock=false'] : [];
    const args = ['-json', '-input=false', '-detailed-exitcode', `-out=${options.out}`, ...lock, ...destroy];
    return (await this.run('plan', args, [0, 2])).status === 2;
  }

  /** Applies a plan file; without one, plans and applies at once. */
  async apply(planFile?: string): Promise<void> {
    await this.run('apply', ['-json', '-input=false', ...(planFile ? [planFile] : ['-auto-approve'])]);
  }

  async destroy(): Promise<void> {
    await this.run('destroy', ['-json', '-input=false', '-auto-approve']);
  }

  /** The values of the stack's outputs; none if it is not deployed. */
  async output(): Promise<Record<string, unknown>> {
    const { stdout } = await this.run('output', ['-json']);
    const outputs = JSON.parse(stdout) as Record<string, { value: unknown }>;
    return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
  }

  /** The addresses of the resources in the state; unlike `show` this needs no provider. */
  async addresses(): Promise<string[]> {
    const { stdout } = await this.run('state', ['pull']);
    if (stdout === '') {
      return [];
    }
    const { resources } = JSON.parse(stdout) as { resources: { mode: string; type: string; name: string }[] };
    return resources.filter(({ mode }) => mode === 'managed').map(({ type, name }) => `${type}.${name}`);
  }

  /** A plan file, or, without one, the state, in Terraform's JSON representation. */
  async show(planFile?: string): Promise<unknown> {
    const { stdout } = await this.run('show', ['-json', ...(planFile ? [planFile] : [])]);
    return JSON.parse(stdout);
  }

  /**
   * A plan file as Terraform shows it to people.
   *
   * @param options.isColored with the escape sequences of a terminal
   */
  async showPlan(planFile: string, { isColored }: { isColored: boolean }): Promise<string> {
    const { stdout } = await this.run('show', [...(isColored ? [] : ['-no-color']), planFile]);
    return stdout;
  }

  private async run(subcommand: string, args: string[], allowed = [0]) {
    const { directory, command, workspace, env, onProgress, signal } = this.options;
    const stackName = path.basename(directory);
    const lines: string[] = [];
    const errors: string[] = [];
    const onLine = (line: string) => {
      lines.push(line);
      const message = parseMessage(line);
      const progress = message && progressOf(message, subcommand);
      const error = message && errorOf(message);
      if (progress) {
        onProgress?.(progress);
      }
      if (error) {
        errors.push(error);
      }
    };
    if (signal?.aborted) {
      throw new TerraformError(subcommand, stackName, [], true);
    }
    onProgress?.({ type: 'begin', subcommand, text: '' });
    const ended = await runTerraform(command, [subcommand, ...args], {
      cwd: directory,
      env: { ...env, TF_WORKSPACE: workspace },
      onLine,
      ...(signal && { signal }),
    })
      .catch((error: Error) => {
        throw new TerraformError(subcommand, stackName, [`${command} cannot be run (${error.message}).`]);
      })
      .finally(() => onProgress?.({ type: 'end', subcommand, text: '' }));
    if (signal?.aborted) {
      throw new TerraformError(
        subcommand,
        stackName,
        errors.filter((text) => !isOfTheInterrupt(text)),
        true,
      );
    }
    if (ended.status === null || !allowed.includes(ended.status)) {
      if (errors.length === 0 && ended.stderr) {
        errors.push(plainError(ended.stderr));
      }
      throw new TerraformError(subcommand, stackName, errors);
    }
    return { status: ended.status, stdout: lines.join('\n') };
  }
}
