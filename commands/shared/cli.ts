import { environmentNames } from '../../settings/environment-names';
import { environmentOf } from '../../settings/environments';
import { CommandError } from '../../clients/command-error';
import { TerraformError } from '../../clients/terraform/terraform-error';
import { clearStatusLine } from '../../clients/status-line';
import { HelpRequested, readCommandLine } from './command-line';
import { scriptsOf, type CommandSpec } from './command-spec';
import { errorSentence } from './error-sentence';
import { handleInterruptions, interrupted } from './interruption';

/**
 * The environment and the options of a command line. The environment is that of the workspace; for a spec with the
 * workspace in the name, of the first argument.
 *
 * @throws HelpRequested and CommandError as `readCommandLine`, and CommandError if no workspace is named
 */
export function parseCommand<S extends CommandSpec>(args: readonly string[], spec: S) {
  const isInName = spec.workspace === 'in the name';
  const named = isInName ? environmentNames.find((name) => name === args[0]) : undefined;
  const line = named
    ? readCommandLine(args.slice(1), spec, `${spec.name}:${named}`)
    : readCommandLine(args, spec);
  const fallback = process.env.TF_WORKSPACE || (spec.workspace === 'default test' ? 'test' : undefined);
  const workspace = named ?? line.workspace ?? (isInName ? undefined : fallback);
  if (!environmentNames.some((name) => name === workspace)) {
    throw new CommandError(
      isInName
        ? `Name the workspace: npm run ${scriptsOf(spec).join(' or npm run ')}.`
        : `Name the workspace: --workspace test or --workspace live${workspace ? `, not "${workspace}"` : ''}.`,
    );
  }
  return {
    environment: environmentOf(workspace),
    /** Whether the question of the command is answered already. */
    yes: (line.values as { yes?: true }).yes ?? false,
    values: line.values,
    operands: line.operands,
  };
}

/**
 * Runs a command as a process, or prints its help. Any error becomes one line on standard error, without a key in it,
 * and exit code 1, or 130 for Ctrl-C at a question; signals and a closed output end it as `interruption.ts` says.
 */
export async function runCommand(main: () => Promise<void>): Promise<void> {
  handleInterruptions();
  await endInSentence(main);
}

/** The part of `runCommand` that a test can have in its own process. */
export async function endInSentence(main: () => Promise<void>): Promise<void> {
  // The pinned SDK works with Node 20; its advice to upgrade would precede every output.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  try {
    await main();
  } catch (error) {
    clearStatusLine();
    if (error instanceof HelpRequested) {
      console.log(error.message);
      return;
    }
    if (interrupted() && !saysHowItEnded(error)) {
      return;
    }
    console.error(errorSentence(error));
    process.exitCode = error instanceof CommandError ? error.exitCode : 1;
  }
}

/** Anything else that fails when a command is interrupted, such as a request, fails because of that. */
function saysHowItEnded(error: unknown): boolean {
  return (
    interrupted() !== 'closed output' && (error instanceof CommandError || error instanceof TerraformError)
  );
}
