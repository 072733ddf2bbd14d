/** Renders the definitions of the state machines: `npm run render`. */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { definitions } from '../../asl/src';
import { definitionText } from '../../asl/src/language/state-machine';
import { CommandError } from '../../clients/command-error';
import { runCommand } from '../shared/cli';
import type { Terminal } from '../shared/terminal';
import { readCommandLine } from '../shared/command-line';
import { renderSpec } from './options';

const asl = path.join(__dirname, '..', '..', 'asl');

export async function render(args: readonly string[], { output }: Terminal): Promise<void> {
  const { check } = readCommandLine(args, renderSpec).values;
  const stale: string[] = [];
  for (const [name, machine] of Object.entries(definitions)) {
    const file = path.join(asl, name);
    const text = await format(definitionText(machine), { ...(await resolveConfig(file)), filepath: file });
    const isCurrent = text === (await readFile(file, 'utf8').catch(() => undefined));
    if (!isCurrent) {
      stale.push(`asl/${name}`);
      if (!check) {
        await writeFile(file, text);
      }
    }
    output.write(`asl/${name}: ${isCurrent ? 'current' : check ? 'not as rendered' : 'rendered'}\n`);
  }
  if (check && stale.length > 0) {
    throw new CommandError(`${stale.join(' and ')}: run npm run render and commit what it writes.`);
  }
}

if (require.main === module) {
  void runCommand(() => render(process.argv.slice(2), { input: process.stdin, output: process.stdout }));
}
