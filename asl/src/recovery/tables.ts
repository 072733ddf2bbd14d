import { ledgerKey } from '../../../ledger/keys';
import type { Index, Table } from '../steps/dynamodb';
import { processingHistoryWith } from '../steps/processing-history';
import { need } from './permissions';

export const ledger: Table = {
  name: '${meterEventsTable}',
  key: ledgerKey,
  needs: (...actions) => need('UpdateLedger', ...actions),
};

/** What is open, by the time at which it is due. */
export const openItems: Index = {
  table: ledger.name,
  name: '${openIndex}',
  needs: (...actions) => need('FindOpenItems', ...actions),
};

/** A customer's meter events by their timestamp. */
export const eventsOfCustomer: Index = {
  table: ledger.name,
  name: '${customerIndex}',
  needs: (...actions) => need('AddUpLedger', ...actions),
};

export const processingHistory = processingHistoryWith((...actions) => need('ProcessingHistory', ...actions));
