import { customerIndex, openIndex } from '../ledger/indexes';
import { ledgerKey } from '../ledger/keys';
import { policyMappingKey, processingHistoryKey } from '../settings/application';
import type { Environment } from '../settings/environments';
import { InMemoryDynamoDb } from './random-histories/dynamodb/dynamodb';
import { Table } from './random-histories/dynamodb/table';

export interface Tables {
  readonly ledger: Table;
  readonly rows: Table;
  /** Which child processes the uploads of a policy. */
  readonly mappings: Table;
  readonly dynamodb: InMemoryDynamoDb;
}

/** The ledger and the application's tables, empty. Times in milliseconds. */
export function emptyTables(
  { names }: Environment,
  now: () => number,
  lagMilliseconds: () => number,
): Tables {
  const indexes = {
    [openIndex]: { partition: 'openState', sort: 'dueAt' },
    [customerIndex]: { partition: 'customerId', sort: 'timestamp' },
  };
  const ledger = new Table(ledgerKey, indexes, now, lagMilliseconds);
  const rows = new Table(processingHistoryKey, {}, now, lagMilliseconds);
  const mappings = new Table(policyMappingKey, {}, now, lagMilliseconds);
  const dynamodb = new InMemoryDynamoDb({
    [names.meterEventsTable]: ledger,
    [names.processingHistoryTable]: rows,
    [names.policyMappingTable]: mappings,
  });
  return { ledger, rows, mappings, dynamodb };
}

/** From now on this state machine processes the uploads of the policy. */
export function mapPolicy(
  { mappings }: Pick<Tables, 'mappings'>,
  policyId: string,
  stateMachineArn: string,
): void {
  mappings.set(policyId, {
    [policyMappingKey]: { S: policyId },
    stateMachineArn: { S: stateMachineArn },
  });
}
