/**
 * Puts the Stripe key of a workspace into its secret: `npm run stripe:key -- --workspace test`. The key is typed at
 * a hidden prompt or comes on standard input, never as an argument.
 */
import type { Environment } from '../../settings/environments';
import { parseCommand, runCommand } from '../shared/cli';
import { confirmInLive, readHidden, type Terminal } from '../shared/terminal';
import { CommandError } from '../../clients/command-error';
import { requireKeyOfMode } from '../../clients/stripe/key-text';
import { requireStripeAccount } from '../shared/stripe-account';
import { requireAccount } from '../../clients/aws/account';
import {
  describeSecret,
  missingSecretValue,
  putStripeKey,
  readCurrentVersion,
} from '../../clients/aws/secret';
import { stripeClient } from '../../clients/stripe/client';
import { stripeKeySpec } from './options';
import { probeKey } from './probe';

export async function stripeKey(args: readonly string[], terminal: Terminal): Promise<void> {
  const { environment, yes, values } = parseCommand(args, stripeKeySpec);
  await requireAccount(environment);
  const versionId = await storeKey(environment, { yes, again: values.again ?? false }, terminal);
  if (versionId) {
    terminal.output.write(`Run: npm run deploy:${environment.name} -- stripe-connection\n`);
  }
}

/**
 * Reads a key, checks it with Stripe and stores it in the secret.
 *
 * @param options.yes stores it in live without asking
 * @param options.again stores the key that the secret holds as a new version
 * @returns the id of the new version; undefined if the secret holds this key already
 * @throws CommandError if no key came, or one that this environment cannot bill with; nothing is stored then
 */
export async function storeKey(
  environment: Environment,
  { yes, again = false }: { yes: boolean; again?: boolean },
  terminal: Terminal,
): Promise<string | undefined> {
  const { accountId, region, stripeMode, names } = environment;
  const say = (line: string) => terminal.output.write(`${line}\n`);
  const secret = await describeSecret(environment);
  if (!secret || secret.isScheduledForDeletion) {
    throw new CommandError(missingSecretValue(environment, secret));
  }
  const current = await readCurrentVersion(environment, secret);

  const text = await readHidden(`Stripe key (${stripeMode} mode, it does not show): `, terminal);
  if (!text) {
    throw new CommandError(
      terminal.input.isTTY
        ? 'No key was typed: nothing was stored.'
        : 'No key came: standard input was empty or closed. Run the command at a terminal and type the key, or pipe it ' +
            'in from a password manager. Nothing was stored.',
    );
  }
  const key = requireKeyOfMode(text, stripeMode, 'What was given');
  for (const line of await accepted(key, environment)) {
    say(line);
  }

  if (current?.key === key && !again) {
    say(
      `The secret "${names.secret}" holds this key already (version ${current.versionId}): nothing to do. ` +
        'If the connection is deauthorized, run the command again with --again.',
    );
    return undefined;
  }
  say(
    `It becomes the current version of the secret "${names.secret}" (account ${accountId}, ${region})` +
      `${current ? `; version ${current.versionId} stays as the previous one` : ''}.`,
  );
  await confirmInLive(environment, yes, terminal);
  const versionId = await putStripeKey(environment, key);
  say(`Stored as version ${versionId}.`);
  say(
    current
      ? `The connection takes it over when it is deployed, which changes one thing: its version id, to ${versionId}.`
      : 'The connection is created with it.',
  );
  if (current && current.key !== key) {
    say(
      'Until then executions send with the old key. Revoke that after the deployment: a rejected key deauthorizes the connection.',
    );
  }
  return versionId;
}

/**
 * Asks Stripe whether an environment can bill with a key of its mode.
 *
 * @returns what Stripe says of it, line by line
 * @throws CommandError if it is another account's, or may not send meter events; Stripe's own error if Stripe rejects it
 */
export async function accepted(key: string, environment: Environment): Promise<string[]> {
  const { stripeMode, stripeAccountId } = environment;
  const stripe = stripeClient(key);
  await requireStripeAccount(stripe, environment);
  const lacking = await probeKey(stripe);
  return [
    `Stripe accepts the key: account ${stripeAccountId}, ${stripeMode} mode, may send meter events and read meters.`,
    ...(lacking.length > 0
      ? [
          `It lacks ${lacking.join(', ')}: enough to bill with, but "npm run stripe:catalog" and "npm run verify" need them.`,
        ]
      : []),
  ];
}

if (require.main === module) {
  const terminal = { input: process.stdin, output: process.stdout };
  void runCommand(() => stripeKey(process.argv.slice(2), terminal));
}
