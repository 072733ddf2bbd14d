import { ledgerKey } from '../../../ledger/keys';
import type { Table } from '../steps/dynamodb';
import { processingHistoryWith } from '../steps/processing-history';
import { need } from './permissions';

export const ledger: Table = {
  name: '${meterEventsTable}',
  key: ledgerKey,
  needs: (...actions) => need('RecordMeterEvents', ...actions),
};

export const processingHistory = processingHistoryWith((...actions) => need('ProcessingHistory', ...actions));

export const policyMapping: Table = {
  name: '${policyMappingTable}',
  key: '${policyMappingKey}',
  needs: (...actions) => need('PolicyMapping', ...actions),
};
