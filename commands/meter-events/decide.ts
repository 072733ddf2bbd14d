import { ChangedMeanwhile, LedgerDecisions } from '../../clients/aws/ledger-decisions';
import type { LedgerItem } from '../../ledger/item';
import { LedgerReads } from '../../clients/aws/ledger-reads';
import { CommandError } from '../../clients/command-error';
import type { Environment } from '../../settings/environments';
import { usageCheckKey } from '../../ledger/keys';
import { judge } from './judge';
import { openItems } from './open-items';
import type { Decision, Filters } from './options';
import { counted } from '../shared/words';

/** What a command tells while it decides. */
export interface Conversation {
  say(line: string): void;
  /** @throws CommandError if the operator does not agree */
  confirm(): Promise<void>;
}

/** What became of one item. */
export interface Decided {
  readonly identifier: string;
  readonly outcome: 'done' | 'already' | 'changed by another' | 'refused';
  readonly sentence: string;
  /** The item as it is now. */
  readonly item?: LedgerItem;
}

/** Changes are independent transactions; DynamoDB takes many more at once. */
const concurrentChanges = 10;

/** The item that a person names. @throws CommandError if there is none */
export async function existing(environment: Environment, identifier: string): Promise<LedgerItem> {
  const item = await new LedgerReads(environment).item(identifier);
  if (!item) {
    throw new CommandError(
      `The ledger of ${environment.name} has no event or usage check "${identifier}". An event's identifier is its ` +
        `processingHistoryId; "npm run meter-events -- --workspace ${environment.name}" lists what is open.`,
    );
  }
  return item;
}

/**
 * Decides about one item, which may be so already.
 *
 * @throws CommandError if the decision makes no sense, or if somebody else changed the item meanwhile
 */
export async function decide(
  environment: Environment,
  decision: Decision,
  { say, confirm }: Conversation,
): Promise<Decided> {
  const ledger = new LedgerReads(environment);
  const { identifier } = decision;
  const item = await existing(environment, identifier);
  const check = await checkOf(ledger, item);
  const { outcome, sentence } = judge(decision, item, check, nowSeconds());
  if (outcome === 'refused') {
    throw new CommandError(`${sentence} Nothing was changed.`);
  }
  say(sentence);
  if (outcome === 'already') {
    return { identifier, outcome, sentence, item };
  }
  await confirm();
  await carryOut(new LedgerDecisions(environment), decision, item);
  say('Done.');
  return { identifier, outcome: 'done', sentence, item: await ledger.item(identifier) };
}

/** Retries every rejected event that the filters let through and that Stripe can still take. */
export async function retryAllRejected(
  environment: Environment,
  filters: Filters,
  { say, confirm }: Conversation,
): Promise<Decided[]> {
  const ledger = new LedgerReads(environment);
  const rejected = await openItems(ledger, { ...filters, status: 'rejected' });
  const judged = rejected.map((item) => ({
    item,
    decision: { action: 'retry', identifier: item.identifier } as const,
    ...judge({ action: 'retry', identifier: item.identifier }, item, undefined, nowSeconds()),
  }));
  const refused = judged.filter(({ outcome }) => outcome === 'refused');
  const possible = judged.filter(({ outcome }) => outcome === 'possible');
  const bytes = possible.reduce((sum, { item }) => sum + (item.kind === 'meter event' ? item.value : 0), 0);
  for (const { sentence } of refused) {
    say(sentence);
  }
  const results: Decided[] = refused.map(({ item, sentence }) => ({
    identifier: item.identifier,
    outcome: 'refused',
    sentence,
  }));
  if (possible.length === 0) {
    say('No rejected event can be retried: nothing to do.');
    return results;
  }
  say(
    `${counted(possible.length, 'rejected event')} of ${bytes} bytes together become pending; recovery sends them.`,
  );
  await confirm();
  const decisions = new LedgerDecisions(environment);
  const queue = [...possible];
  const work = async (): Promise<void> => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const { item, decision, sentence } = next;
      const outcome = await carryOut(decisions, decision, item).then(
        () => 'done' as const,
        (error: unknown) => {
          if (error instanceof ChangedMeanwhile) {
            say(error.message);
            return 'changed by another' as const;
          }
          throw error;
        },
      );
      results.push({ identifier: item.identifier, outcome, sentence });
    }
  };
  await Promise.all(Array.from({ length: concurrentChanges }, work));
  say(`${counted(results.filter(({ outcome }) => outcome === 'done').length, 'event')} set pending.`);
  return results;
}

async function checkOf(ledger: LedgerReads, item: LedgerItem): Promise<LedgerItem | undefined> {
  return item.kind === 'meter event' && item.status === 'sent'
    ? ledger.item(usageCheckKey(item.customerId, item.timestamp))
    : undefined;
}

async function carryOut(decisions: LedgerDecisions, decision: Decision, item: LedgerItem): Promise<void> {
  switch (decision.action) {
    case 'retry':
      return decisions.retry(item);
    case 'write-off':
      return decisions.writeOff(item, decision.reason);
    case 'counted':
      if (item.kind === 'meter event') {
        await decisions.recordCounted(item);
      }
  }
}

const nowSeconds = () => Math.floor(Date.now() / 1000);
