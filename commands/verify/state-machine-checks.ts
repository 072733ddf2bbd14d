import { definitionFrom } from '../../modules/definition';
import { definitionFile, definitionValuesOf } from '../../stacks/deployed-values';
import { failed, NotChecked, passed, type Check, type Finding } from './check';
import { definitionDifferences } from './definition-differences';
import type { Facts } from './facts';

/** The state machine as the repository has it. */
export function stateMachineChecks(facts: Facts): Check[] {
  const what = `State machine ${facts.environment.names.stateMachine}`;
  const actions = ['states:DescribeStateMachine'];
  return [
    { id: 'state-machine', what, actions, look: () => definitionFinding(facts) },
    { id: 'state-machine-settings', what: `${what}, settings`, actions, look: () => settingsFinding(facts) },
  ];
}

async function definitionFinding(facts: Facts): Promise<Finding> {
  const machine = await facts.stateMachine();
  if (!machine) {
    return failed('does not exist', facts.remedies.deploy);
  }
  const expected = definitionFrom(
    definitionFile,
    definitionValuesOf(facts.environment, await facts.deployedArns()),
  );
  const differences = definitionDifferences(machine.definition ?? '{}', expected);
  if (differences.length > 0) {
    return failed(differences.join(', '), facts.remedies.deploy);
  }
  return passed(`equal to asl/${definitionFile}`);
}

async function settingsFinding(facts: Facts): Promise<Finding> {
  const [machine, role] = await Promise.all([facts.stateMachine(), facts.role()]);
  if (!machine) {
    throw new NotChecked('there is no state machine');
  }
  const { level, includeExecutionData, destinations } = machine.loggingConfiguration ?? {};
  const destination = destinations?.[0]?.cloudWatchLogsLogGroup?.logGroupArn;
  const differences = [
    machine.roleArn !== role?.Arn && `runs with ${machine.roleArn}, not with ${facts.roleName()}`,
    level !== 'ALL' && `logs at level ${level ?? 'OFF'}, not ALL: failed sends are not counted`,
    includeExecutionData && 'logs the data of executions, which names customers',
    destination !== `${facts.arns.logGroup}:*` && `logs to ${destination ?? 'nowhere'}`,
    !machine.tracingConfiguration?.enabled && 'tracing is off',
  ].filter((difference) => typeof difference === 'string');
  if (differences.length > 0) {
    return failed(differences.join('; '), facts.remedies.deploy);
  }
  return passed(`runs with ${facts.roleName()}, logs level ALL without data, traces`);
}
