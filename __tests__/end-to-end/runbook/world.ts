import { Readable } from 'node:stream';
import { logs } from '../../../commands/logs';
import { meterEvents } from '../../../commands/meter-events';
import { reconcile } from '../../../commands/reconcile';
import { stripeCatalog } from '../../../commands/stripe-catalog';
import { stripeKey } from '../../../commands/stripe-key';
import { verify } from '../../../commands/verify';
import type { ProcessingInput } from '../../../settings/application';
import type { StackName } from '../../../settings/stacks';
import { startAwsCli, type Ran } from '../../helpers/aws-cli';
import { seen } from '../../helpers/command';
import type { Deployed, Outcome } from '../../helpers/deployed';
import { inSync } from '../verify/plans';
import { startPrintedCommands } from '../../helpers/printed-commands';
import { commandsIn, sectionOf } from '../../helpers/runbook';

type Command = (
  args: readonly string[],
  terminal: Parameters<Parameters<typeof seen>[0]>[0],
) => Promise<void>;

/** A deployment in which things go wrong, and a shell for what the runbook prints. */
export interface World extends Deployed {
  /** In milliseconds, on the clock of the services. */
  readonly began: number;
  /** Runs what is printed, with the runbook's variables. */
  shell(script: string, env?: NodeJS.ProcessEnv): Promise<Ran>;
  /** Processes one upload, changed or not. */
  process(changes?: Partial<ProcessingInput>): Promise<{ input: ProcessingInput; outcome: Outcome }>;
  end(): Promise<void>;
}

export async function startWorld(deployed: Deployed): Promise<World> {
  const { services, deployment, upload, run } = deployed;
  const npm: Readonly<Record<string, Command>> = {
    logs: (args, terminal) => logs(args, terminal, new AbortController().signal),
    'meter-events': meterEvents,
    reconcile,
    'stripe:catalog': stripeCatalog,
    // The key that a person has created in the Stripe Dashboard, and types at the prompt.
    'stripe:key': (args, terminal) =>
      stripeKey(args, { ...terminal, input: Readable.from([services.newKey('test')]) }),
    // It would wait for minutes for log events that cannot come: CloudWatch Logs takes none of hours ahead.
    verify: (args, terminal) => verify([...args, '--wait-seconds', '0'], terminal, inSync),
  };
  const aws = startAwsCli(services.tools.python, { ...process.env, ...services.aws.environment });
  const shell = await startPrintedCommands({
    aws: (args, cwd) => aws.run(args, cwd),
    npm: async ([run = '', script = '', ...rest]) => {
      const args = rest[0] === '--' ? rest.slice(1) : rest;
      if (run === 'run' && script === 'deploy:test') {
        await deployment.deploy(args[0] as StackName);
        return { status: 0, stdout: '', stderr: '' };
      }
      const command = npm[script];
      if (run !== 'run' || !command) {
        throw new Error(`The test knows no npm ${run} ${script}.`);
      }
      return inTheirTime(deployed, () => seen((terminal) => command(args, terminal)));
    },
  });
  const variables = commandsIn(sectionOf('Names')).filter((block) => !block.includes('WORKSPACE=live'));
  const ownVariables = variables.join('\n');
  return {
    ...deployed,
    began: services.stripe.now(),
    shell: (script, env) => shell.run(`${ownVariables}\n${script}`, env),
    async process(changes = {}) {
      const input = { ...(await upload()), ...changes };
      return { input, outcome: await run(input) };
    },
    async end() {
      await Promise.all([aws.stop(), shell.stop()]);
    },
  };
}

/** Runs a command at the time of the services, which is later than the machine's. */
async function inTheirTime(
  { services }: Deployed,
  run: () => Promise<{ output: string; error: string; exitCode: number }>,
): Promise<Ran> {
  const clock = jest.spyOn(Date, 'now').mockImplementation(() => services.stripe.now());
  try {
    const { output, error, exitCode } = await run();
    // `verify` and `reconcile` say with their exit code that they found something: that is what they are asked for.
    const found = output !== '' && error === '';
    return { status: found ? 0 : exitCode, stdout: output, stderr: error };
  } finally {
    clock.mockRestore();
  }
}
