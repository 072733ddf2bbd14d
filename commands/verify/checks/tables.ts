import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { undefinedIfAbsent } from '../../../clients/aws/undefined-if-absent';
import { policyMappingKey, processingHistoryKey } from '../../../settings/application';
import { ledgerKey } from '../../../ledger/keys';
import { failed, NotChecked, passed, type Check, type Finding } from '../check';
import type { Facts } from '../facts';
import { tableProblem } from '../table-problem';

interface Table {
  readonly id: string;
  readonly name: string;
  /** Its partition key, a string. */
  readonly key: string;
  /** Whether a stack creates it: a plan then shows its key, its indexes and whether it can be restored. */
  readonly isOwn: boolean;
  /** The first step where the table is missing. */
  readonly restore?: string;
}

/** What a plan cannot see of the tables: a time to live that the stack does not set, and all of the application's own. */
export function tableChecks(facts: Facts): Check[] {
  return [...applicationTableChecks(facts), check(facts, ledger(facts))];
}

/** The application's tables alone. */
export function applicationTableChecks(facts: Facts): Check[] {
  const { names, createTables: isOwn = false } = facts.environment;
  return [
    { id: 'processing-history-table', name: names.processingHistoryTable, key: processingHistoryKey, isOwn },
    { id: 'policy-mapping-table', name: names.policyMappingTable, key: policyMappingKey, isOwn },
  ].map((table) => check(facts, table));
}

const ledger = ({ environment }: Facts): Table => ({
  id: 'ledger-table',
  name: environment.names.meterEventsTable,
  key: ledgerKey,
  isOwn: true,
  restore:
    'If it was deleted: restore it from its backup in DynamoDB (Backups) under the same name, or what was sent could be billed twice.',
});

const check = (facts: Facts, table: Table): Check => ({
  id: table.id,
  what: `Table ${table.name}`,
  actions: ['dynamodb:DescribeTable', 'dynamodb:DescribeTimeToLive', 'dynamodb:DescribeContinuousBackups'],
  look: () => tableFinding(facts, table),
});

async function tableFinding(facts: Facts, table: Table): Promise<Finding> {
  const { clients, remedies } = facts;
  const { name: TableName, key, isOwn, restore } = table;
  const recover = remedies.aws(
    `dynamodb update-continuous-backups --table-name ${TableName} --point-in-time-recovery-specification PointInTimeRecoveryEnabled=true`,
  );
  const create = isOwn ? [remedies.deploy] : [...createSteps(facts, table), recover];
  const response = await undefinedIfAbsent(clients.dynamodb.send(new DescribeTableCommand({ TableName })));
  const found = response?.Table;
  if (!found) {
    const [first = '', ...rest] = [...(restore ? [restore] : []), ...create];
    return failed('does not exist', first, ...rest);
  }
  const problem = tableProblem(found, isOwn ? undefined : { key, create }, remedies);
  if (problem) {
    return problem;
  }
  const unprotected = !isOwn && !(await canBeRestored(facts, TableName));
  const expiring = await expiryAttribute(facts, TableName);
  const [first, ...rest] = [
    ...(unprotected ? [recover] : []),
    ...(expiring ? [remedies.aws(expiryOff(TableName, expiring))] : []),
  ];
  if (first) {
    const seen = [
      ...(unprotected ? ['point-in-time recovery is off: an item deleted by mistake is gone'] : []),
      ...(expiring
        ? [
            `DynamoDB deletes its items after the time in "${expiring}" (time to live), and with them what they record`,
          ]
        : []),
    ];
    return failed(seen.join('; '), first, ...rest);
  }
  return passed(isOwn ? 'nothing expires' : `key ${key}, point-in-time recovery, nothing expires`);
}

const createSteps = ({ remedies }: Facts, { name, key }: Table) => [
  remedies.aws(
    `dynamodb create-table --table-name ${name} --billing-mode PAY_PER_REQUEST ` +
      `--attribute-definitions AttributeName=${key},AttributeType=S --key-schema AttributeName=${key},KeyType=HASH`,
  ),
  remedies.aws(`dynamodb wait table-exists --table-name ${name}`),
];

const expiryOff = (table: string, attribute: string) =>
  `dynamodb update-time-to-live --table-name ${table} --time-to-live-specification 'Enabled=false,AttributeName=${attribute}'`;

async function canBeRestored({ clients }: Facts, TableName: string): Promise<boolean> {
  const request = new DescribeContinuousBackupsCommand({ TableName });
  const { ContinuousBackupsDescription } = await clients.dynamodb.send(request);
  const recovery = ContinuousBackupsDescription?.PointInTimeRecoveryDescription;
  return recovery?.PointInTimeRecoveryStatus === 'ENABLED';
}

/** The attribute after whose time DynamoDB deletes an item; undefined if it deletes none. */
async function expiryAttribute({ clients }: Facts, TableName: string): Promise<string | undefined> {
  const { TimeToLiveDescription } = await clients.dynamodb.send(new DescribeTimeToLiveCommand({ TableName }));
  switch (TimeToLiveDescription?.TimeToLiveStatus) {
    case 'DISABLED':
    case 'DISABLING':
      return undefined;
    case 'ENABLED':
    case 'ENABLING':
      return TimeToLiveDescription.AttributeName;
    default:
      throw new NotChecked('DynamoDB does not say whether it deletes items (time to live)');
  }
}
