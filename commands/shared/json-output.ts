/**
 * `--json`, for every command that has it. Standard output then holds one JSON document in every outcome, and all talk
 * goes to standard error. Each document begins with `workspace` and `ok`, which is true exactly when the exit code is 0.
 * `error` is there only where the command ended before it had a result: the sentence that standard error has as well.
 */
import { parseArgs } from 'node:util';
import { withoutKeys } from '../../clients/stripe/key-text';
import { environmentNames, type EnvironmentName } from '../../settings/environment-names';
import type { Terminal } from './terminal';
import { HelpRequested } from './command-line';
import { errorSentence } from './error-sentence';

/** The document of a command's result, without a key in it. */
export function jsonText(workspace: EnvironmentName, ok: boolean, result: object): string {
  return withoutKeys(JSON.stringify({ workspace, ok, ...result }, null, 2));
}

/**
 * Runs a command that has `--json`.
 *
 * @param args its command line, whose `--json` and `--workspace` count even where the rest of it is wrong
 * @throws what the command throws, after it was written to the output if `--json` is given
 */
export async function withJson(
  args: readonly string[],
  { output }: Pick<Terminal, 'output'>,
  command: () => Promise<void>,
): Promise<void> {
  try {
    await command();
  } catch (error) {
    const { json, workspace } = parseArgs({
      args: [...args],
      strict: false,
      options: { json: { type: 'boolean' }, workspace: { type: 'string' } },
    }).values;
    if (json && !(error instanceof HelpRequested)) {
      const named = workspace ?? process.env.TF_WORKSPACE;
      const known = environmentNames.find((name) => name === named) ?? null;
      const document = { workspace: known, ok: false, error: errorSentence(error) };
      output.write(`${JSON.stringify(document, null, 2)}\n`);
    }
    throw error;
  }
}
