/**
 * The faults of a demo that keeps running: `npm run demo:fault -- list`, `npm run demo:fault -- set 503`,
 * `npm run demo:fault -- clear`.
 */
import type { Writable } from 'node:stream';
import { CommandError } from '../../clients/command-error';
import { runCommand } from '../shared/cli';
import { readCommandLine } from '../shared/command-line';
import { askRunningDemo } from './running-demo';
import { demoFaultSpec } from './options';

export async function demoFault(
  args: readonly string[],
  { output }: { readonly output: Writable },
): Promise<void> {
  const say = (lines: readonly string[]) => output.write(`${lines.join('\n')}\n`);
  const [verb, name, ...rest] = readCommandLine(args, demoFaultSpec).operands;
  if (verb === 'set' && name !== undefined && rest.length === 0) {
    say((await askRunningDemo('set-fault', { name })) as string[]);
  } else if (verb === 'list' && name === undefined) {
    const faults = (await askRunningDemo('faults')) as string[];
    say(faults.length > 0 ? faults : ['No fault is in force.']);
  } else if (verb === 'clear' && name === undefined) {
    const cleared = (await askRunningDemo('clear-faults')) as string[];
    say(
      cleared.length > 0
        ? [
            ...cleared.map((fault) => `Cleared: ${fault}`),
            'Recovery sends what waits: press Enter in the terminal of the demo.',
          ]
        : ['No fault was in force. What lies in AWS, or in a key, is repaired as docs/runbook.md says.'],
    );
  } else {
    throw new CommandError('Say what to do with the faults of the running demo: list, set NAME, or clear.');
  }
}

if (require.main === module) {
  void runCommand(() => demoFault(process.argv.slice(2), { output: process.stdout }));
}
