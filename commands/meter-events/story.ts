import type Stripe from 'stripe';
import type { LedgerItem, MeterEvent, UnknownItem, UsageCheck } from '../../ledger/item';
import { minuteStartOf } from '../../ledger/keys';
import { LedgerReads, type CustomerEvent } from '../../clients/aws/ledger-reads';
import { countedBytes } from '../../clients/stripe/usage';
import type { Environment } from '../../settings/environments';
import { errorReportsOn, type ErrorReports } from './error-reports';
import { claimingRuns, recordingExecution, type ExecutionFacts } from './executions';
import { minuteProof, type MinuteProof } from './minute-proof';
import { activeMeterId, stripeOf, tryToLookUp, type Lookup } from '../shared/stripe-access';

export interface EventStory {
  readonly item: MeterEvent;
  readonly execution: Lookup<ExecutionFacts>;
  readonly claims: Lookup<readonly ExecutionFacts[]>;
  readonly minute: Lookup<MinuteProof>;
  readonly errorReports: Lookup<ErrorReports>;
}

export interface CheckStory {
  readonly item: UsageCheck;
  /** The customer's events of the hour. */
  readonly events: readonly CustomerEvent[];
  /** What Stripe counted in the hour, in bytes. */
  readonly stripe: Lookup<number>;
}

/** Of an item that this version does not know: what could be read of it. What it means is not this version's to say. */
export interface UnknownStory {
  readonly item: UnknownItem;
}

export type Story = EventStory | CheckStory | UnknownStory;

/** Everything that AWS and Stripe know of an item. Only reads. */
export async function storyOf(environment: Environment, item: LedgerItem): Promise<Story> {
  const stripe = once(() => stripeOf(environment));
  switch (item.kind) {
    case 'meter event':
      return storyOfEvent(environment, item, stripe);
    case 'usage check':
      return storyOfCheck(environment, item, stripe);
    case 'unknown':
      return { item };
  }
}

async function storyOfEvent(
  environment: Environment,
  item: MeterEvent,
  stripe: () => Promise<Stripe>,
): Promise<EventStory> {
  const [execution, claims, minute, errorReports] = await Promise.all([
    tryToLookUp(async () => {
      return item.recordedBy === undefined
        ? { executionArn: '', status: 'unknown' }
        : recordingExecution(environment, item.recordedBy);
    }),
    tryToLookUp(() => claimingRuns(environment, item)),
    tryToLookUp(async () => {
      const start = minuteStartOf(item.timestamp);
      const end = start + 60;
      const { customerId: customer } = item;
      const events = await new LedgerReads(environment).eventsOf(customer, start, end);
      const meterId = await activeMeterId(await stripe(), environment);
      const counted = await countedBytes(await stripe(), meterId, { customer, start, end });
      return minuteProof(item, events, counted, Math.floor(Date.now() / 1000));
    }, 'billing_meter_read'),
    tryToLookUp(async () => errorReportsOn(await stripe(), item), 'event_read'),
  ]);
  return { item, execution, claims, minute, errorReports };
}

async function storyOfCheck(
  environment: Environment,
  item: UsageCheck,
  stripe: () => Promise<Stripe>,
): Promise<CheckStory> {
  const { customerId: customer, hourStart: start } = item;
  const end = start + 3600;
  const [events, counted] = await Promise.all([
    new LedgerReads(environment).eventsOf(customer, start, end),
    tryToLookUp(async () => {
      const meterId = await activeMeterId(await stripe(), environment);
      return countedBytes(await stripe(), meterId, { customer, start, end });
    }, 'billing_meter_read'),
  ]);
  return { item, events, stripe: counted };
}

function once<T>(read: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined;
  return () => (result ??= read());
}
