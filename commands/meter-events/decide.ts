import { LedgerDecisions } from '../../clients/aws/ledger-decisions';
import type { KnownItem, LedgerItem } from '../../ledger/item';
import { LedgerReads } from '../../clients/aws/ledger-reads';
import { CommandError } from '../../clients/command-error';
import type { Environment } from '../../settings/environments';
import { usageCheckKey } from '../../ledger/keys';
import { unknownSentence } from '../../ledger/unknown-item';
import { judge } from './judge';
import type { Decision } from './options';

/** What a command tells while it decides. */
export interface Conversation {
  say(line: string): void;
  /** @throws CommandError if the operator does not agree */
  confirm(): Promise<void>;
}

/** What became of one item. */
export interface Decided {
  readonly identifier: string;
  readonly outcome: 'done' | 'already' | 'changed by another' | 'failed' | 'refused' | 'unknown';
  readonly sentence: string;
  /** The item as it is now. */
  readonly item?: LedgerItem;
}

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
  if (item.kind === 'unknown') {
    throw new CommandError(`${unknownSentence(item)} Nothing was changed.`);
  }
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

async function checkOf(ledger: LedgerReads, item: KnownItem): Promise<LedgerItem | undefined> {
  return item.kind === 'meter event' && item.status === 'sent'
    ? ledger.item(usageCheckKey(item.customerId, item.timestamp))
    : undefined;
}

async function carryOut(decisions: LedgerDecisions, decision: Decision, item: KnownItem): Promise<void> {
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
