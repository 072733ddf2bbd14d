/**
 * Compares the ledger with what Stripe counted, customer by customer and UTC day by day, and with what is invoiced:
 * `npm run reconcile -- --workspace live --from 2026-01-01 --to 2026-01-31`. It changes nothing.
 */
import { DynamoDBClient, ResourceNotFoundException } from '@aws-sdk/client-dynamodb';
import type Stripe from 'stripe';
import { requireAccount } from '../../clients/aws/account';
import { awsClient } from '../../clients/aws/client';
import { noLedger } from '../../clients/aws/ledger-reads';
import { scanLedger } from '../../clients/aws/ledger-scan';
import { CommandError } from '../../clients/command-error';
import { metersOf } from '../../clients/stripe/catalog-state';
import { withoutKeys } from '../../clients/stripe/key-text';
import { catalog } from '../../settings/catalog';
import type { Environment } from '../../settings/environments';
import { freeRequestsPerSecond } from '../../settings/recovery';
import { parseCommand, runCommand } from '../shared/cli';
import type { Terminal } from '../shared/terminal';
import { jsonText, withJson } from '../shared/json-output';
import { stripeOf } from '../shared/stripe-access';
import { requireNewFile, writeCsv } from './csv';
import { periodOf, reconcileSpec, type Period } from './options';
import { Progress } from './progress';
import { reconciliation } from './reconciliation';
import { reportText } from './report';

export interface ReconcileTerminal {
  readonly output: Terminal['output'];
  /** Shows the progress. */
  readonly error: Terminal['output'] & { readonly isTTY?: boolean };
}

export function reconcile(args: readonly string[], terminal: ReconcileTerminal): Promise<void> {
  return withJson(args, terminal, () => comparePeriod(args, terminal));
}

async function comparePeriod(args: readonly string[], terminal: ReconcileTerminal): Promise<void> {
  const { environment, values } = parseCommand(args, reconcileSpec);
  const period = periodOf(values);
  const { csv, json } = values;
  if (csv !== undefined) {
    await requireNewFile(csv);
  }
  await requireAccount(environment);
  const stripe = await stripeOf(environment);
  const progress = new Progress(terminal.error);
  const result = await reconciliation(
    {
      scan: ledgerScan(environment, period),
      stripe,
      meterIds: await meterIdsOf(stripe, environment, period),
      requestsPerSecond: freeRequestsPerSecond(environment),
    },
    period,
    (reading) => progress.show(reading),
  ).finally(() => progress.end());

  const { rows, unknown, late, notInvoiced } = result;
  const different = rows.filter(({ outcome }) => outcome === 'different');
  const isEqual = different.length === 0 && unknown.count === 0;
  if (csv !== undefined) {
    await writeCsv(csv, rows);
  }
  const { from, to } = period;
  const text = json
    ? jsonText(environment.name, isEqual, {
        from,
        to,
        equal: isEqual,
        unknown,
        different,
        open: rows.filter(({ outcome }) => outcome === 'open'),
        late,
        notInvoiced,
        days: rows.length,
      })
    : `${environment.name}, ${from} to ${to} (UTC)\n\n${reportText(result)}${csv === undefined ? '' : `\n${csv} has every day of every customer.`}`;
  terminal.output.write(`${withoutKeys(text)}\n`);
  if (!isEqual) {
    process.exitCode = 2;
  }
}

/** The meters that counted in the period: the active one, and one that was replaced since. */
async function meterIdsOf(stripe: Stripe, { name }: Environment, { start }: Period): Promise<string[]> {
  const meters = await metersOf(stripe, catalog.meter.eventName);
  const counting = meters.filter(
    ({ status, status_transitions }) =>
      status === 'active' || (status_transitions.deactivated_at ?? Infinity) > start,
  );
  if (counting.length === 0) {
    throw new CommandError(
      `No meter for "${catalog.meter.eventName}" was active in this time. Run "npm run stripe:catalog -- --workspace ${name}" to create it.`,
    );
  }
  return counting.map(({ id }) => id);
}

const ledgerScan =
  (environment: Environment, { start, end }: Period): Parameters<typeof reconciliation>[0]['scan'] =>
  (take, signal) =>
    scanLedger(
      {
        client: awsClient(DynamoDBClient, environment),
        table: environment.names.meterEventsTable,
        start,
        end,
        signal,
      },
      take,
    ).catch((error: unknown) => {
      throw error instanceof ResourceNotFoundException ? noLedger(environment) : error;
    });

if (require.main === module) {
  const { stdout: output, stderr: error } = process;
  void runCommand(() => reconcile(process.argv.slice(2), { output, error }));
}
