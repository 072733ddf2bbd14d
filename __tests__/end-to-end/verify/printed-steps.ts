import { Readable } from 'node:stream';
import { logs } from '../../../commands/logs';
import { meterEvents } from '../../../commands/meter-events';
import { stripeCatalog } from '../../../commands/stripe-catalog';
import { stripeKey } from '../../../commands/stripe-key';
import { verify } from '../../../commands/verify';
import type { StackName } from '../../../settings/stacks';
import { startAwsCli } from '../../helpers/aws-cli';
import { seen } from '../../helpers/command';
import type { Deployed } from '../../helpers/deployed';
import { startPrintedCommands } from '../../helpers/printed-commands';
import { people } from './people';
import { inSync } from './plans';

/** Whoever does what is printed: a deployment, and a shell for the AWS CLI's commands. */
export interface Operator extends Deployed {
  /** @throws if the command fails */
  aws(command: string): Promise<void>;
  end(): Promise<void>;
}

export async function startOperator(deployed: Deployed): Promise<Operator> {
  const { tools, aws: localAws } = deployed.services;
  const cli = startAwsCli(tools.python, { ...process.env, ...localAws.environment });
  const shell = await startPrintedCommands({ aws: (args, cwd) => cli.run(args, cwd) });
  return {
    ...deployed,
    async aws(command) {
      expect({ command, ...(await shell.run(command)) }).toMatchObject({ command, status: 0, stderr: '' });
    },
    async end() {
      await Promise.all([cli.stop(), shell.stop()]);
    },
  };
}

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
export async function doStep(operator: Operator, step: string, line: string): Promise<void> {
  if (step.startsWith('aws ')) {
    return operator.aws(step);
  }
  const [, command, args = ''] = /^npm run (\S+) -- (.*)$/.exec(step) ?? [];
  if (command) {
    return npmCommand(operator, command, args.split(' '));
  }
  const person = people.find(({ sentence }) => sentence.test(step));
  if (!person) {
    throw new Error(`Nobody does what is printed for ${line}: ${step}`);
  }
  await person.does(operator, line, step);
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
        return verify([...args, '--wait-seconds', '10'], terminal, inSync);
      default:
        throw new Error(`npm run ${command} is not a command of this test`);
    }
  });
  // `verify` sends a file and fails because of the other lines that are broken with this one.
  if (exitCode !== 0 && command !== 'verify') {
    throw new Error(`npm run ${command} -- ${args.join(' ')} failed: ${error}`);
  }
}
