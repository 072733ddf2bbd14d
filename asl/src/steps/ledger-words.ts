import type { Evidence, MeterEventStatus, OpenState, UsageCheckStatus } from '../../../ledger/item';
import { jsonata, quoted, type Jsonata } from '../language/jsonata';

type LedgerWord = OpenState | MeterEventStatus | UsageCheckStatus | Evidence;

/** A status, an open state or an evidence of an item: a word that the ledger does not know is a type error. */
export const word = <const Word extends LedgerWord>(known: Word): Word => known;

/** The item stays pending as long as the condition holds. */
export const pendingWhile = (condition: Jsonata, afterwards: LedgerWord): Jsonata =>
  jsonata`${condition} ? ${quoted(word('pending'))} : ${quoted(afterwards)}`;
