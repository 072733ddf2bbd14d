import type { LedgerItem } from '../../ledger/item';
import type { Environment } from '../../settings/environments';
import { minuteStartOf, usageCheckKey } from '../../ledger/keys';
import { intervalMinutesOf } from '../../settings/recovery';
import { stripeClientOf } from '../catalog';
import { inWords, type DemoClock } from './clock';
import type { Failure } from './failure';
import { keyInSecret } from './key';
import { ledgerLines, readLedger } from './ledger';
import { runRecovery } from './recovery-run';
import { plainText, type Shown } from './result';

export interface Recovered extends Shown {
  readonly clock: DemoClock;
  readonly signal: AbortSignal;
  /** Ends the failure. */
  readonly end?: () => Promise<void> | void;
  readonly failure?: Failure;
}

/** Turns of recovery that the demo waits for, at most; one is enough unless something is wrong. */
const longestTurns = 4;

/**
 * Lets time pass until recovery has sent the event, and then until it has compared the event's hour with Stripe.
 *
 * @returns whether the event is counted once, and ledger and record say so
 */
export async function showRecovery(shown: Recovered): Promise<boolean> {
  const { services, environment, input, clock, failure, end, log } = shown;
  const identifier = input.processingHistoryId;
  const item = await readLedger(services, environment, identifier);
  if (failure?.person || item?.kind !== 'meter event') {
    log(`Recovery cannot help here. A person ${failure?.person ?? 'looks into it.'}`);
    return failure?.person !== undefined;
  }
  if (isPending(item)) {
    const passed = clock.advanceTo(turnOf(item, environment));
    log(`${inWords(passed)} later. ${failure?.end ?? ''}`);
    await end?.();
  }
  const sent = await untilClosed(shown, identifier);
  title(shown, 'Meter event', ledgerLines(sent, clock.now()));

  const check = await untilClosed(shown, usageCheckKey(input.customerId, item.timestamp));
  title(shown, 'Usage check of that hour', ledgerLines(check, clock.now()));

  const counted = await countedBytes(shown, item.timestamp);
  log(`\nStripe counted ${counted} bytes for ${input.customerId} in that minute`);
  const record = await shown.application.record(identifier);
  log(`\nRecord in ${environment.names.processingHistoryTable}`);
  log(plainText(record));
  log('');
  return (
    sent?.status === 'sent' &&
    check?.status === 'equal' &&
    counted === input.usageAmountBytes &&
    record?.stripeMeterSentAt !== undefined &&
    record.stripeMeterError === undefined
  );
}

/** When the first run after an item's due time starts at the latest, in Unix seconds. */
function turnOf({ dueAt = 0 }: LedgerItem, { recovery }: Environment): number {
  return dueAt + intervalMinutesOf(recovery) * 60;
}

const isPending = ({ kind, openState }: LedgerItem) => kind !== 'unknown' && openState === 'pending';

/** Moves on to each time at which recovery looks at an item, and lets the schedule start it. */
async function untilClosed(shown: Recovered, key: string): Promise<LedgerItem | undefined> {
  const { services, environment, clock, log } = shown;
  for (let turn = 0; ; turn++) {
    const item = await readLedger(services, environment, key);
    if (!item || !isPending(item) || turn === longestTurns) {
      return item;
    }
    const passed = clock.advanceTo(turnOf(item, environment));
    if (passed > 0) {
      log(`\n${inWords(passed)} later.`);
    }
    shown.executions.push(...(await runRecovery(shown)));
  }
}

function title({ environment, log }: Recovered, name: string, lines: readonly string[]): void {
  log(`\n${name} in ${environment.names.meterEventsTable}`);
  lines.forEach((line) => log(`  ${line}`));
}

/** What Stripe counted for the customer in the minute of a time, in Unix seconds. */
async function countedBytes(shown: Recovered, timestamp: number): Promise<number> {
  const { services, input } = shown;
  const stripe = stripeClientOf(services.stripe, await keyInSecret(shown));
  const { data: meters } = await stripe.billing.meters.list({ status: 'active' });
  const start = minuteStartOf(timestamp);
  const { data } = await stripe.billing.meters.listEventSummaries(meters[0]?.id ?? '', {
    customer: input.customerId,
    start_time: start,
    end_time: start + 60,
  });
  return data.reduce((sum, { aggregated_value: value }) => sum + value, 0);
}
