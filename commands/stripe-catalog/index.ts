/**
 * Creates or updates in Stripe the meter, the product and the prices of settings/catalog.ts:
 * `npm run stripe:catalog -- --workspace test`. What is as it should be stays untouched.
 */
import type Stripe from 'stripe';
import { catalog } from '../../settings/catalog';
import type { Environment } from '../../settings/environments';
import { planCatalog } from '../../clients/stripe/catalog-plan';
import { readCatalog } from '../../clients/stripe/catalog-state';
import { parseCommand, runCommand } from '../shared/cli';
import { confirmInLive, type Terminal } from '../shared/terminal';
import { CommandError } from '../../clients/command-error';
import { stripeOf } from '../shared/stripe-access';
import { requireAccount } from '../../clients/aws/account';
import { stripeCatalogSpec } from './options';

export async function stripeCatalog(args: readonly string[], terminal: Terminal): Promise<void> {
  const { environment, yes } = parseCommand(args, stripeCatalogSpec);
  await requireAccount(environment);
  await makeCatalog(environment, yes, terminal);
}

/**
 * Makes the catalog in Stripe as settings/catalog.ts says.
 *
 * @param yes changes live without asking
 * @returns whether anything was to do
 */
export async function makeCatalog(
  environment: Environment,
  yes: boolean,
  terminal: Terminal,
): Promise<boolean> {
  const stripe = await stripeOf(environment);
  const say = (line: string) => terminal.output.write(`${line}\n`);

  const steps = planCatalog(await readCatalog(stripe, catalog), catalog);
  say(`Stripe catalog, account ${environment.stripeAccountId}, ${environment.stripeMode} mode:`);
  for (const { line } of steps) {
    say(`  ${line}`);
  }
  const changes = steps.filter(({ run }) => run);
  if (changes.length === 0) {
    say('All is as settings/catalog.ts says: nothing to do.');
  } else {
    await confirmInLive(environment, yes, terminal);
    for (const { run } of changes) {
      await run?.(stripe);
    }
  }
  for (const line of await idsOf(stripe)) {
    say(line);
  }
  return changes.length > 0;
}

/** The ids, read back. */
async function idsOf(stripe: Stripe): Promise<string[]> {
  const state = await readCatalog(stripe, catalog);
  const { activeMeter: meter, product, prices } = state;
  if (!meter || !product || planCatalog(state, catalog).some(({ run }) => run)) {
    throw new CommandError(
      'Somebody else changed the catalog in Stripe while this command ran. Run the command again.',
    );
  }
  return [
    `meter   ${meter.id} (${meter.event_name})`,
    `product ${product.id}`,
    ...[...prices].map(([lookupKey, { id }]) => `price   ${id} (${lookupKey})`),
  ];
}

if (require.main === module) {
  const terminal = { input: process.stdin, output: process.stdout };
  void runCommand(() => stripeCatalog(process.argv.slice(2), terminal));
}
