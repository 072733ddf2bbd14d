import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { DescribeStateMachineCommand } from '@aws-sdk/client-sfn';
import { policyMappingKey, processingHistoryKey } from '../../settings/application';
import { nameInArn } from '../../settings/arns';
import { failed, NotChecked, passed, type Check, type Finding } from './check';
import { undefinedIfAbsent } from '../../clients/aws/undefined-if-absent';
import type { Facts } from './facts';
import { keysOf } from './index-problems';
import { lossActions, recoveryCommand, tableLosses } from './table-losses';

/** The application's tables, and the policies that are mapped to children. */
export function tableChecks(facts: Facts): Check[] {
  const { processingHistoryTable, policyMappingTable } = facts.environment.names;
  const table = (id: string, name: string, key: string): Check => ({
    id,
    what: `Table ${name}`,
    actions: ['dynamodb:DescribeTable', ...lossActions],
    look: () => tableFinding(facts, name, key),
  });
  return [
    table('processing-history-table', processingHistoryTable, processingHistoryKey),
    table('policy-mapping-table', policyMappingTable, policyMappingKey),
    {
      id: 'policy-mappings',
      what: 'Policies mapped to children',
      actions: ['dynamodb:Scan', 'states:DescribeStateMachine'],
      look: () => mappingFinding(facts),
    },
  ];
}

async function tableFinding(facts: Facts, name: string, key: string): Promise<Finding> {
  const { clients, environment, remedies } = facts;
  const wait = remedies.aws(`dynamodb wait table-exists --table-name ${name}`);
  const create: [string, ...string[]] = environment.createTables
    ? [remedies.deploy]
    : [
        remedies.aws(
          `dynamodb create-table --table-name ${name} --billing-mode PAY_PER_REQUEST ` +
            `--attribute-definitions AttributeName=${key},AttributeType=S --key-schema AttributeName=${key},KeyType=HASH`,
        ),
        wait,
        recoveryCommand(facts, name),
      ];
  const response = await undefinedIfAbsent(
    clients.dynamodb.send(new DescribeTableCommand({ TableName: name })),
  );
  const table = response?.Table;
  if (!table) {
    return failed('does not exist', ...create);
  }
  const keys = keysOf(table, table.KeySchema);
  if (keys !== `${key} (S, HASH)`) {
    return failed(
      `has the key ${keys}, not ${key} (S, HASH), and a key cannot be changed`,
      `Save its items, then: ${remedies.aws(`dynamodb delete-table --table-name ${name}`)}`,
      ...create,
    );
  }
  if (table.TableStatus !== 'ACTIVE') {
    return failed(`is ${table.TableStatus}`, wait);
  }
  const losses = await tableLosses(facts, name, environment.createTables ?? false);
  const [first, ...rest] = losses.map(({ remedy }) => remedy);
  if (first) {
    return failed(losses.map(({ seen }) => seen).join('; '), first, ...rest);
  }
  return passed(`key ${key}, point-in-time recovery, nothing expires`);
}

async function mappingFinding(facts: Facts): Promise<Finding> {
  const { environment, clients, arns, remedies } = facts;
  const mappings = await facts.policyMappings();
  if (!mappings) {
    throw new NotChecked('there is no table');
  }
  const map = (policyId: string) =>
    remedies.aws(
      `dynamodb put-item --table-name ${environment.names.policyMappingTable} --item ` +
        `'${JSON.stringify({ [policyMappingKey]: { S: policyId }, stateMachineArn: { S: arns.childStateMachines[0] ?? 'ARN' } })}'`,
    );
  if (mappings.length === 0) {
    return failed('none: every upload would fail', map('POLICY'));
  }

  const listed = mappings.filter(({ stateMachineArn = '' }) =>
    arns.childStateMachines.includes(stateMachineArn),
  );
  const unlisted = mappings.filter((mapping) => !listed.includes(mapping));
  const children = [...new Set(listed.map(({ stateMachineArn }) => stateMachineArn))];
  const missing: (string | undefined)[] = [];
  for (const stateMachineArn of children) {
    const child = clients.states.send(new DescribeStateMachineCommand({ stateMachineArn }));
    if (!(await undefinedIfAbsent(child))) {
      missing.push(stateMachineArn);
    }
  }
  const problems = [
    ...unlisted.map(
      ({ policyId, stateMachineArn }) =>
        `${policyId} → ${stateMachineArn ?? 'nothing'}, which the role may not start`,
    ),
    ...missing.map((arn) => `${arn} does not exist`),
  ];
  if (problems.length > 0) {
    const [first, ...rest] = [
      ...(unlisted.length > 0
        ? [
            'List the child as childStateMachineNames in settings/environments.ts, or correct the mapping.',
            remedies.deploy,
          ]
        : []),
      ...(missing.length > 0 ? ['Create the child state machine, or correct the mapping.'] : []),
      map(
        (unlisted[0] ?? listed.find(({ stateMachineArn }) => missing.includes(stateMachineArn)))?.policyId ??
          '',
      ),
    ];
    return failed(problems.join('; '), first!, ...rest);
  }
  return passed(`${mappings.length}, to ${children.map((arn = '') => nameInArn(arn)).join(', ')}`);
}
