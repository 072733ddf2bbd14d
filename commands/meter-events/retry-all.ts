import { ChangedMeanwhile, LedgerDecisions } from '../../clients/aws/ledger-decisions';
import { LedgerReads } from '../../clients/aws/ledger-reads';
import type { KnownItem, LedgerItem } from '../../ledger/item';
import { unknownSentence } from '../../ledger/unknown-item';
import type { Environment } from '../../settings/environments';
import { errorSentence } from '../shared/error-sentence';
import { counted } from '../shared/words';
import type { Conversation, Decided } from './decide';
import { judge, type Verdict } from './judge';
import { openItems } from './open-items';
import type { Filters } from './options';

/** Changes are independent transactions; DynamoDB takes many more at once. */
const concurrentChanges = 10;

/** Identifiers that a sentence names; `--json` has all of them. */
const mostNamed = 20;

/**
 * Retries every rejected event that the filters let through and that Stripe can still take. A change that fails ends none
 * of the others: what was done and what was not is told at the end, and the next call goes on with what is still rejected.
 */
export async function retryAllRejected(
  environment: Environment,
  filters: Filters,
  { say, confirm }: Conversation,
): Promise<Decided[]> {
  const rejected = await openItems(new LedgerReads(environment), { ...filters, status: 'rejected' });
  const now = Math.floor(Date.now() / 1000);
  const judged = rejected.map((item) => ({ item, ...verdictOf(item, now) }));
  const possible = judged.filter(
    (each): each is typeof each & { item: KnownItem } => each.outcome === 'possible',
  );
  const results: Decided[] = judged.flatMap(({ item: { identifier }, outcome, sentence }) =>
    outcome === 'refused' || outcome === 'unknown' ? [{ identifier, outcome, sentence }] : [],
  );
  for (const { sentence } of results) {
    say(sentence);
  }
  if (possible.length === 0) {
    say('No rejected event can be retried: nothing to do.');
    return results;
  }
  const bytes = possible.reduce((sum, { item }) => sum + (item.kind === 'meter event' ? item.value : 0), 0);
  say(
    `${counted(possible.length, 'rejected event')} of ${bytes} bytes together become pending; recovery sends them.`,
  );
  await confirm();
  const decisions = new LedgerDecisions(environment);
  const queue = [...possible];
  const work = async (): Promise<void> => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const { item, sentence } = next;
      results.push(
        await decisions.retry(item).then(
          (): Decided => ({ identifier: item.identifier, outcome: 'done', sentence }),
          (error: unknown) => notDone(item, error),
        ),
      );
    }
  };
  await Promise.all(Array.from({ length: concurrentChanges }, work));
  summary(results).forEach(say);
  return results;
}

function verdictOf(
  item: LedgerItem,
  now: number,
): Pick<Verdict, 'sentence'> & { outcome: Verdict['outcome'] | 'unknown' } {
  return item.kind === 'unknown'
    ? { outcome: 'unknown', sentence: unknownSentence(item) }
    : judge({ action: 'retry', identifier: item.identifier }, item, undefined, now);
}

const notDone = ({ identifier }: KnownItem, error: unknown): Decided => ({
  identifier,
  outcome: error instanceof ChangedMeanwhile ? 'changed by another' : 'failed',
  sentence: errorSentence(error),
});

function summary(results: readonly Decided[]): string[] {
  const of = (outcome: Decided['outcome']) => results.filter((result) => result.outcome === outcome);
  const failed = of('failed');
  const reasons = new Set(failed.map(({ sentence }) => sentence));
  return [
    ...of('changed by another').map(({ sentence }) => sentence),
    ...[...reasons].map((reason) => {
      const identifiers = failed.filter(({ sentence }) => sentence === reason).map((each) => each.identifier);
      return `${counted(identifiers.length, 'event')} could not be set pending (${named(identifiers)}): ${reason}`;
    }),
    `${counted(of('done').length, 'event')} set pending.`,
    ...(failed.length > 0 ? ['Run the command again: it goes on with those that are still rejected.'] : []),
  ];
}

const named = (identifiers: readonly string[]): string =>
  identifiers.slice(0, mostNamed).join(', ') +
  (identifiers.length > mostNamed ? `, and ${identifiers.length - mostNamed} more` : '');
