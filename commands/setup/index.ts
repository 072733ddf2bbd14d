/**
 * The first day as one command: `npm run setup -- --workspace test`. It looks for what must exist, deploys the
 * stacks in their order, stores the Stripe key, makes the catalog in Stripe and runs the checklist. Each step first
 * looks whether it is done, so that the command can be run again at any point, and goes on where it stopped.
 */
import { CommandError } from '../../clients/command-error';
import { requireEndpoints } from '../../clients/endpoints';
import { withoutKeys } from '../../clients/stripe/key-text';
import type { Environment } from '../../settings/environments';
import { stacksOf, type StackName } from '../../settings/stacks';
import { parseCommand, runCommand } from '../shared/cli';
import { withDeployer } from '../shared/deployer';
import type { StackDeployer } from '../shared/stack-deployer';
import { interruptedExitCode, interruption } from '../shared/interruption';
import { makeCatalog } from '../stripe-catalog';
import { runChecklist, type VerifyTerminal } from '../verify';
import { requireNothingExists, requireWholeBucket } from './existing';
import { keyStep } from './key-step';
import { leftToDo } from './left-to-do';
import { setupSpec } from './options';
import { preflight } from './preflight';
import { runSteps, type Outcome, type Step } from './steps';

/** What each stack is, in a few words. */
const stackTexts: Record<StackName, string> = {
  'state-backend': 'the S3 bucket for the state of the other stacks',
  'stripe-secret': 'the secret for the Stripe key, without a value',
  'stripe-connection': 'the EventBridge connection, with a copy of the key',
  'deployment-roles': 'the IAM roles of the GitHub workflows',
  'service-processing': 'ledger, state machines, schedule, alarms and dashboard',
};

export async function setup(
  args: readonly string[],
  terminal: VerifyTerminal,
  signal: AbortSignal = interruption(),
): Promise<void> {
  const { environment, yes } = parseCommand(args, setupSpec);
  const { name, accountId, region, stripeMode, stripeAccountId } = environment;
  const again = `npm run setup -- --workspace ${name}`;
  if (!yes && !terminal.input.isTTY) {
    throw new CommandError(
      `This asks before it changes ${name}, and nobody can be asked here: run it at a terminal, or add --yes; then a ` +
        'key that is needed is read from standard input. Nothing was changed.',
    );
  }
  const say = (line: string) => void terminal.output.write(`${withoutKeys(line)}\n`);
  say(
    `Sets ${name} up: AWS account ${accountId}, ${region}; Stripe account ${stripeAccountId}, ${stripeMode} mode.`,
  );
  await requireEndpoints(environment);
  await preflight(environment, { say, again });

  await withDeployer(
    {
      environment,
      terminal,
      say,
      approve: yes,
      check: (plan, stack, directory) => requireNothingExists(plan, { stack, environment, directory }),
    },
    (deployer) => runSteps(stepsOf({ environment, yes, terminal, say, deployer }), { say, again, signal }),
  );

  say(`\n${name} is set up. What is left for you:`);
  for (const point of leftToDo(environment)) {
    say(`- ${point}`);
  }
}

function stepsOf(options: {
  environment: Environment;
  yes: boolean;
  terminal: VerifyTerminal;
  say: (line: string) => void;
  deployer: StackDeployer;
}): Step[] {
  const { environment, yes, terminal, say, deployer } = options;
  const deploy = (stack: StackName): Step => ({
    name: stack,
    what: stackTexts[stack],
    run: () => deployed(stack, environment, deployer),
  });
  const key: Step = {
    name: 'stripe:key',
    what: "the Stripe key, checked with Stripe, as the secret's value",
    canBeLeft: true,
    run: () => keyStep(environment, { yes, terminal, say }),
  };
  const catalog: Step = {
    name: 'stripe:catalog',
    what: 'the meter, the product and the prices in Stripe',
    canBeLeft: true,
    run: async () => ({
      wasDone: !(await makeCatalog(environment, yes, terminal)),
      seen: 'Stripe has what settings/catalog.ts says.',
    }),
  };
  const verify: Step = {
    name: 'verify',
    what: 'the checklist of all that is deployed',
    canBeLeft: true,
    run: async () => {
      if (!(await runChecklist(environment, { yes }, terminal))) {
        throw new CommandError('The checklist has ✗ above, each with its fix below it.');
      }
      return { wasDone: false, seen: 'the checklist has no ✗.' };
    },
  };
  // The connection is created with the key.
  return stacksOf(environment)
    .flatMap((stack) => (stack === 'stripe-secret' ? [deploy(stack), key, catalog] : [deploy(stack)]))
    .concat(verify);
}

async function deployed(
  stack: StackName,
  environment: Environment,
  deployer: StackDeployer,
): Promise<Outcome> {
  switch (await deployer.deploy(stack)) {
    case 'deployed':
      return { wasDone: false, seen: 'deployed.' };
    case 'unchanged':
      return { wasDone: true, seen: 'No changes.' };
    case 'elsewhere':
      return {
        wasDone: true,
        seen: `The bucket and its settings exist, ${await requireWholeBucket(environment, deployer.directoryOf(stack))} resources.`,
      };
  }
}

if (require.main === module) {
  const { stdin: input, stdout: output, stderr: error } = process;
  void runCommand(() => setup(process.argv.slice(2), { input, output, error })).then(() => {
    if (interruptedExitCode() !== undefined) {
      // What a step waited for, such as an answer or a count of Stripe, would keep the process alive.
      process.exit();
    }
  });
}
