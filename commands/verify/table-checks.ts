import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { DescribeStateMachineCommand } from '@aws-sdk/client-sfn';
import { policyMappingKey, processingHistoryKey } from '../../settings/application';
import { nameInArn } from '../../settings/arns';
import { failed, NotChecked, onceEach, passed, type Check, type Finding } from './check';
import { undefinedIfAbsent } from '../../clients/aws/undefined-if-absent';
import type { Facts } from './facts';
import type { PolicyMapping } from './policy-mappings';
import { shortList } from './short-list';
import { lossActions, recoveryCommand, tableLosses } from './table-losses';
import { tableProblem } from './table-problems';

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
  const create: [string, ...string[]] = environment.createTables
    ? [remedies.deploy]
    : [
        remedies.aws(
          `dynamodb create-table --table-name ${name} --billing-mode PAY_PER_REQUEST ` +
            `--attribute-definitions AttributeName=${key},AttributeType=S --key-schema AttributeName=${key},KeyType=HASH`,
        ),
        remedies.aws(`dynamodb wait table-exists --table-name ${name}`),
        recoveryCommand(facts, name),
      ];
  const response = await undefinedIfAbsent(
    clients.dynamodb.send(new DescribeTableCommand({ TableName: name })),
  );
  const table = response?.Table;
  if (!table) {
    return failed('does not exist', ...create);
  }
  const problem = tableProblem(table, key, create, remedies);
  if (problem) {
    return problem;
  }
  const losses = await tableLosses(facts, name, environment.createTables ?? false);
  const [first, ...rest] = losses.map(({ remedy }) => remedy);
  if (first) {
    return failed(losses.map(({ seen }) => seen).join('; '), first, ...rest);
  }
  return passed(`key ${key}, point-in-time recovery, nothing expires`);
}

async function mappingFinding(facts: Facts): Promise<Finding> {
  const { clients, arns } = facts;
  const mappings = await facts.policyMappings();
  if (!mappings) {
    throw new NotChecked('there is no table');
  }
  const exists = onceEach(async (stateMachineArn) => {
    const child = clients.states.send(new DescribeStateMachineCommand({ stateMachineArn }));
    return (await undefinedIfAbsent(child)) !== undefined;
  });
  if (mappings.length === 0) {
    return failed('none: every upload would fail', ...(await mapSteps(facts, ['POLICY'], exists)));
  }
  const isListed = ({ stateMachineArn = '' }: PolicyMapping) =>
    arns.childStateMachines.includes(stateMachineArn);
  const unlisted = mappings.filter((mapping) => !isListed(mapping));
  const missing: PolicyMapping[] = [];
  for (const mapping of mappings.filter(isListed)) {
    if (!(await exists(mapping.stateMachineArn ?? ''))) {
      missing.push(mapping);
    }
  }
  const problems = [
    ...unlisted.map(
      ({ policyId, stateMachineArn }) =>
        `${policyId} → ${stateMachineArn ?? 'nothing'}, which the role may not start`,
    ),
    ...missing.map(
      ({ policyId, stateMachineArn }) => `${policyId} → ${stateMachineArn}, which does not exist`,
    ),
  ];
  if (problems.length > 0) {
    const steps = [
      ...(unlisted.length > 0
        ? [
            `If the child is the right one, list it as childStateMachineNames in settings/environments.ts and run "${facts.remedies.deploy}"; or else correct the mapping.`,
          ]
        : []),
      ...(missing.length > 0 ? ['Create the child state machine, or correct the mapping.'] : []),
    ];
    const wrong = [...unlisted, ...missing].map(({ policyId }) => policyId);
    return failed(
      shortList(problems, '; '),
      steps[0]!,
      ...steps.slice(1),
      ...(await mapSteps(facts, wrong, exists)),
    );
  }
  const children = [...new Set(mappings.map(({ stateMachineArn = '' }) => nameInArn(stateMachineArn)))];
  return passed(`${mappings.length}, to ${shortList(children)}`);
}

/** Mappings that a line corrects; the next run of the command names further ones. */
const mostCorrected = 3;

/** Commands that map policies to the first child that the role may start and that exists. */
async function mapSteps(
  { environment, arns, remedies }: Facts,
  policyIds: readonly string[],
  exists: (stateMachineArn: string) => Promise<boolean>,
): Promise<[string, ...string[]]> {
  for (const child of arns.childStateMachines) {
    if (await exists(child)) {
      const commands = policyIds.slice(0, mostCorrected).map((policyId) => {
        const item = { [policyMappingKey]: { S: policyId }, stateMachineArn: { S: child } };
        return remedies.aws(
          `dynamodb put-item --table-name ${environment.names.policyMappingTable} --item '${JSON.stringify(item)}'`,
        );
      });
      return ['Map each policy to its child, for example:', ...commands];
    }
  }
  return ['Create a child state machine that childStateMachineNames in settings/environments.ts lists.'];
}
