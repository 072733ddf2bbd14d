import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { logs } from '../../../commands/logs';
import { meterEvents } from '../../../commands/meter-events';
import { stripeCatalog } from '../../../commands/stripe-catalog';
import { stripeKey } from '../../../commands/stripe-key';
import { verify } from '../../../commands/verify';
import type { StackName } from '../../../settings/stacks';
import { seen } from '../../helpers/command';
import type { Deployed } from '../../helpers/deployed';
import { people } from './people';

/** The stack of a printed command that deploys one. */
export function stackOf(step: string): StackName | undefined {
  return /^npm run deploy:test -- (\S+)$/.exec(step)?.[1] as StackName | undefined;
}

/** Deploys a stack as the printed command does, without its question. */
export async function deployStack({ deployment }: Deployed, stack: StackName): Promise<void> {
  await deployment.terraform(stack).apply();
}

/**
 * Does what a line of `verify` prints below a ✗, other than a deployment: runs the command as it stands there, or lets a
 * person do what the sentence says.
 *
 * @throws if a command fails, and for a sentence of which this file does not know what it has people do
 */
export async function doStep(deployed: Deployed, step: string, line: string): Promise<void> {
  if (step.startsWith('aws ')) {
    return awsCli(step);
  }
  const [, command, args = ''] = /^npm run (\S+) -- (.*)$/.exec(step) ?? [];
  if (command) {
    return npmCommand(deployed, command, args.split(' '));
  }
  const person = people.find(({ sentence }) => sentence.test(step));
  if (!person) {
    throw new Error(`Nobody does what is printed for ${line}: ${step}`);
  }
  await person.does(deployed, line, step);
}

async function awsCli(step: string): Promise<void> {
  // A shell reads it as a person's does. Jest's own process.env, not the one that it was started with.
  const child = spawn(step, { shell: true, env: { ...process.env, AWS_PAGER: '' } });
  let error = '';
  child.stderr.on('data', (chunk) => (error += String(chunk)));
  child.stdout.resume();
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) {
    throw new Error(`${step} ended with ${code}: ${error}`);
  }
}

async function npmCommand(deployed: Deployed, command: string, args: string[]): Promise<void> {
  const { exitCode, error } = await seen((terminal) => {
    switch (command) {
      case 'stripe:key':
        return stripeKey(args, {
          output: terminal.output,
          input: Readable.from([deployed.services.newKey('test')]),
        });
      case 'stripe:catalog':
        return stripeCatalog(args, terminal);
      case 'meter-events':
        return meterEvents(args, terminal);
      case 'logs':
        return logs(args, terminal, new AbortController().signal);
      case 'verify':
        return verify([...args, '--wait-seconds', '20'], terminal);
      default:
        throw new Error(`npm run ${command} is not a command of this test`);
    }
  });
  // `verify` sends a file and fails because of the other lines that are broken with this one.
  if (exitCode !== 0 && command !== 'verify') {
    throw new Error(`npm run ${command} -- ${args.join(' ')} failed: ${error}`);
  }
}
