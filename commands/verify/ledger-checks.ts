import { DescribeTableCommand, type TableDescription } from '@aws-sdk/client-dynamodb';
import { undefinedIfAbsent } from '../../clients/aws/undefined-if-absent';
import { ledgerIndexes } from '../../modules/ledger-indexes';
import { ledgerKey } from '../../ledger/keys';
import { failed, passed, type Check, type Finding } from './check';
import type { Facts } from './facts';
import { indexProblems } from './index-problems';
import { openEventsFinding } from './open-events';
import { lossActions, tableLosses, type TableLoss } from './table-losses';
import { tableProblem } from './table-problems';

/** The ledger: that nothing in it can be lost, that recovery can find what is open, and that nothing stays open. */
export function ledgerChecks(facts: Facts): Check[] {
  return [
    {
      id: 'ledger-table',
      what: `Table ${facts.environment.names.meterEventsTable}`,
      actions: ['dynamodb:DescribeTable', ...lossActions],
      look: () => tableFinding(facts),
    },
    {
      id: 'open-events',
      what: 'Open meter events',
      actions: ['dynamodb:Query'],
      look: () => openEventsFinding(facts),
    },
  ];
}

async function tableFinding(facts: Facts): Promise<Finding> {
  const { clients, environment, remedies } = facts;
  const TableName = environment.names.meterEventsTable;
  const create: [string, ...string[]] = [
    'If it was deleted: restore it from its backup in DynamoDB (Backups) under the same name, or what was sent could be billed twice.',
    remedies.deploy,
  ];
  const response = await undefinedIfAbsent(clients.dynamodb.send(new DescribeTableCommand({ TableName })));
  const table = response?.Table;
  if (!table) {
    return failed('does not exist: no meter event can be recorded, and none is sent', ...create);
  }
  const problem = tableProblem(table, ledgerKey, create, remedies);
  if (problem) {
    return problem;
  }
  const losses = [
    ...ledgerIndexes.flatMap((index) => indexProblems(table, index, remedies)),
    ...unprotected(table, facts),
    ...(await tableLosses(facts, TableName, true)),
  ];
  const [first, ...rest] = new Set(losses.map(({ remedy }) => remedy));
  if (first) {
    return failed(losses.map(({ seen }) => seen).join('; '), first, ...rest);
  }
  const indexes = ledgerIndexes.map(({ name }) => name).join(' and ');
  return passed(`key ${ledgerKey}, indexes ${indexes}, point-in-time recovery, nothing expires`);
}

/** In test the table may be thrown away with its environment. */
function unprotected(table: TableDescription, { environment, remedies }: Facts): TableLoss[] {
  if (environment.name !== 'live' || table.DeletionProtectionEnabled) {
    return [];
  }
  const seen = 'deletion protection is off: one mistake deletes what says which events were billed';
  return [{ seen, remedy: remedies.deploy }];
}
