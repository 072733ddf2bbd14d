import { DescribeStateMachineCommand } from '@aws-sdk/client-sfn';
import { undefinedIfAbsent } from '../../../clients/aws/undefined-if-absent';
import { policyMappingKey } from '../../../settings/application';
import { nameInArn } from '../../../settings/arns';
import { failed, NotChecked, onceEach, passed, type Check, type Finding } from '../check';
import type { Facts } from '../facts';
import type { PolicyMapping } from '../policy-mappings';
import { shortList } from '../short-list';

/** The policies that the application maps to child state machines. */
export const mappingsCheck = (facts: Facts): Check => ({
  id: 'policy-mappings',
  what: 'Policies mapped to children',
  actions: ['dynamodb:Scan', 'states:DescribeStateMachine'],
  look: () => mappingFinding(facts),
});

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
