import type { Construct } from 'constructs';
import { recoveryStatements } from '../modules/policies/state-machine-statements';
import { Recovery } from '../modules/recovery';
import { arnsOf } from '../settings/arns';
import { recoveryPolicyName, schedulerPolicyName } from '../settings/names';
import { intervalMinutesOf } from '../settings/recovery';
import { recoveryDefinitionFile, recoveryDefinitionValuesOf, recoveryResourcesOf } from './deployed-values';
import type { MachineInputs } from './machine-inputs';

/** Recovery as this environment has it. */
export function recoveryIn(
  stack: Construct,
  { environment, deployed, topicArn, runbook, boundary }: MachineInputs,
): Recovery {
  const arns = arnsOf(environment);
  const { names, accountId, logRetentionDays } = environment;
  return new Recovery(stack, 'recovery', {
    role: {
      stateMachineArn: arns.recoveryStateMachine,
      statements: recoveryStatements(recoveryResourcesOf(environment, deployed)),
      roleName: names.recoveryRole,
      policyName: recoveryPolicyName,
      accountId,
      ...boundary,
    },
    machine: {
      name: names.recoveryStateMachine,
      definitionFile: recoveryDefinitionFile,
      definitionValues: recoveryDefinitionValuesOf(environment, deployed),
      logGroupName: names.recoveryLogGroup,
      logRetentionDays,
    },
    schedule: {
      scheduleName: names.recoverySchedule,
      roleName: names.schedulerRole,
      policyName: schedulerPolicyName,
      accountId,
      scheduleGroupArn: arns.scheduleGroup,
      intervalMinutes: intervalMinutesOf(environment.recovery),
      ...boundary,
    },
    alarms: {
      overdueName: names.overdueAlarm,
      silentName: names.recoverySilentAlarm,
      topicArn,
      metricNamespace: names.metricNamespace,
      runbook,
    },
  });
}
