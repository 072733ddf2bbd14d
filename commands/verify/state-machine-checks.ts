import { definitionFrom } from '../../modules/definition';
import {
  definitionFile,
  definitionValuesOf,
  recoveryDefinitionFile,
  recoveryDefinitionValuesOf,
} from '../../stacks/deployed-values';
import { failed, NotChecked, passed, type Check, type Finding } from './check';
import { definitionDifferences } from './definition-differences';
import type { Facts } from './facts';
import { shortList } from './short-list';

/** A state machine of the stacks, and what it should be. */
interface Machine {
  /** Begins the ids of its lines. */
  readonly id: string;
  readonly name: string;
  readonly arn: string;
  /** In `asl/`. */
  readonly file: string;
  readonly valuesOf: typeof definitionValuesOf;
  readonly roleName: string;
  readonly logGroupArn: string;
  /** What is lost without its log. */
  readonly unlogged: string;
}

/** The state machines as the repository has them. */
export function stateMachineChecks(facts: Facts): Check[] {
  const { environment, arns, roleName } = facts;
  const { names } = environment;
  const machines: Machine[] = [
    {
      id: 'state-machine',
      name: names.stateMachine,
      arn: arns.stateMachine,
      file: definitionFile,
      valuesOf: definitionValuesOf,
      roleName: roleName(),
      logGroupArn: arns.logGroup,
      unlogged: 'failed sends are not counted',
    },
    {
      id: 'recovery-state-machine',
      name: names.recoveryStateMachine,
      arn: arns.recoveryStateMachine,
      file: recoveryDefinitionFile,
      valuesOf: recoveryDefinitionValuesOf,
      roleName: names.recoveryRole,
      logGroupArn: arns.recoveryLogGroup,
      unlogged: 'nobody sees what it did',
    },
  ];
  const actions = ['states:DescribeStateMachine'];
  return machines.flatMap((machine) => {
    const what = `State machine ${machine.name}`;
    return [
      { id: machine.id, what, actions, look: () => definitionFinding(facts, machine) },
      {
        id: `${machine.id}-settings`,
        what: `${what}, settings`,
        actions: [...actions, 'iam:GetRole'],
        look: () => settingsFinding(facts, machine),
      },
    ];
  });
}

async function definitionFinding(facts: Facts, { arn, file, valuesOf }: Machine): Promise<Finding> {
  const machine = await facts.stateMachine(arn);
  if (!machine) {
    return failed('does not exist', facts.remedies.deploy);
  }
  const expected = definitionFrom(file, valuesOf(facts.environment, await facts.deployedArns()));
  const differences = definitionDifferences(machine.definition ?? '{}', expected);
  if (differences.length > 0) {
    return failed(shortList(differences), facts.remedies.deploy);
  }
  return passed(`equal to asl/${file}`);
}

async function settingsFinding(
  facts: Facts,
  { arn, roleName, logGroupArn, unlogged }: Machine,
): Promise<Finding> {
  const [machine, role] = await Promise.all([facts.stateMachine(arn), facts.role(roleName)]);
  if (!machine) {
    throw new NotChecked('there is no state machine');
  }
  const { level, includeExecutionData, destinations } = machine.loggingConfiguration ?? {};
  const destination = destinations?.[0]?.cloudWatchLogsLogGroup?.logGroupArn;
  const differences = [
    machine.roleArn !== role?.Arn && `runs with ${machine.roleArn}, not with ${roleName}`,
    level !== 'ALL' && `logs at level ${level ?? 'OFF'}, not ALL: ${unlogged}`,
    includeExecutionData && 'logs the data of executions, which names customers',
    destination !== `${logGroupArn}:*` && `logs to ${destination ?? 'nowhere'}`,
    !machine.tracingConfiguration?.enabled && 'tracing is off',
  ].filter((difference) => typeof difference === 'string');
  if (differences.length > 0) {
    return failed(differences.join('; '), facts.remedies.deploy);
  }
  return passed(`runs with ${roleName}, logs level ALL without data, traces`);
}
