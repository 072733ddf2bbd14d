/** `npm start`: draws the page of an execution from two files. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { executionOf } from './history-file';
import { pageOf } from './page';

const usage = 'npm start -- --history FILE --definition FILE --out FILE';

function filesOf(args: readonly string[]) {
  const file = { type: 'string' } as const;
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { history: file, definition: file, out: file },
    });
    const { history, definition, out } = values;
    if (history !== undefined && definition !== undefined && out !== undefined) {
      return { history, definition, out };
    }
  } catch (error) {
    throw new Error(`${(error as Error).message.split('. ')[0]}. Allowed: ${usage}`, { cause: error });
  }
  throw new Error(`Three files are needed: ${usage}`);
}

/** npm starts scripts in the package's folder; files are named from the caller's. */
const fromCaller = (file: string) => path.resolve(process.env.INIT_CWD ?? '.', file);

/** @throws Error in one sentence, with the file's name */
function withFile<T>(what: string, file: string, use: (file: string) => T): T {
  try {
    return use(fromCaller(file));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new Error(`${file} could not be ${what} (${code ?? message}).`, { cause: error });
  }
}

async function main(): Promise<void> {
  const { history, definition, out } = filesOf(process.argv.slice(2));
  const read = (file: string) => withFile('read', file, (found) => readFileSync(found, 'utf8'));
  const execution = executionOf(history, read(history), read(definition));
  const page = await pageOf({
    title: `Execution: ${history}`,
    about: ['Drawn from a history and a definition. It holds what they hold: nothing is redacted.'],
    executions: [execution],
    records: [],
    redact: (text) => text,
  });
  // For its owner alone: histories hold data.
  withFile('written', out, (file) => writeFileSync(file, page, { mode: 0o600 }));
  console.log(`Page: ${fromCaller(out)}`);
}

main().catch((error: unknown) => {
  process.exitCode = 1;
  console.error(error instanceof Error ? error.message : String(error));
});
