import { Readable, Writable } from 'node:stream';
import { endInSentence } from '../../commands/shared/cli';
import type { Terminal } from '../../commands/shared/terminal';
import type { Services } from '../../local/services';
import { withoutEndpoints } from './endpoints';

/** What an operator sees of a command. */
export interface Seen {
  readonly output: string;
  readonly error: string;
  readonly exitCode: number;
}

/** Runs a command in this process as its npm script does, at no terminal and with nothing on standard input. */
export async function seen(
  command: (terminal: Terminal & { error: Writable }) => Promise<void>,
): Promise<Seen> {
  const text = { output: '', error: '' };
  const sink = (name: keyof typeof text) =>
    new Writable({
      write(chunk, _encoding, done) {
        text[name] += String(chunk);
        done();
      },
    });
  const log = jest.spyOn(console, 'error').mockImplementation((line: string) => {
    text.error += `${line}\n`;
  });
  const help = jest.spyOn(console, 'log').mockImplementation((lines: string) => {
    text.output += `${lines}\n`;
  });
  try {
    await endInSentence(() =>
      command({ input: Readable.from(['']), output: sink('output'), error: sink('error') }),
    );
    return {
      output: text.output,
      error: withoutEndpoints(text.error),
      exitCode: Number(process.exitCode ?? 0),
    };
  } finally {
    process.exitCode = undefined;
    log.mockRestore();
    help.mockRestore();
  }
}

/** Leads the commands of this process to the local AWS and the local Stripe. */
export function useServices({ aws }: Pick<Services, 'aws'>): void {
  for (const [name, value] of Object.entries(aws.environment)) {
    if (value === undefined) {
      delete process.env[name];
    } else {
      process.env[name] = value;
    }
  }
}
