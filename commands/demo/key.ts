/**
 * A new Stripe key of the running demo's local Stripe, for `npm run stripe:key`:
 * `npm run demo:key --silent | npm run stripe:key -- --workspace test`. The key exists in that Stripe alone.
 */
import type { Writable } from 'node:stream';
import { CommandError } from '../../clients/command-error';
import { parseCommand, runCommand } from '../shared/cli';
import { askRunningDemo } from './running-demo';
import { demoKeySpec } from './options';

export async function demoKey(
  args: readonly string[],
  { output }: { readonly output: Writable & { readonly isTTY?: boolean } },
): Promise<void> {
  const { environment } = parseCommand(args, demoKeySpec);
  if (output.isTTY) {
    throw new CommandError(
      'A key is not shown at a terminal: pass it on, with "npm run demo:key --silent | npm run stripe:key -- ' +
        `--workspace ${environment.name}".`,
    );
  }
  const { key } = (await askRunningDemo('key')) as { key: string };
  output.write(`${key}\n`);
}

if (require.main === module) {
  void runCommand(() => demoKey(process.argv.slice(2), { output: process.stdout }));
}
