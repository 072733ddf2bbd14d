import type { Construct } from 'constructs';
import { ExecutionRole } from '../modules/execution-role';
import { executionStatements } from '../modules/policies/state-machine-statements';
import { SendFailureAlarm } from '../modules/send-failure-alarm';
import { StateMachine } from '../modules/state-machine';
import { arnsOf } from '../settings/arns';
import { executionPolicyName } from '../settings/names';
import {
  definitionFile,
  definitionValuesOf,
  failureStateName,
  orchestratorResourcesOf,
} from './deployed-values';
import type { MachineInputs } from './machine-inputs';

/** The orchestrator, its role and the alarm on meter events that were not sent. */
export function orchestratorIn(
  stack: Construct,
  { environment, deployed, topicArn, runbook, boundary }: MachineInputs,
) {
  const arns = arnsOf(environment);
  const { names, accountId, logRetentionDays } = environment;
  const role = new ExecutionRole(stack, 'execution-role', {
    stateMachineArn: arns.stateMachine,
    statements: executionStatements(orchestratorResourcesOf(environment, deployed)),
    roleName: names.executionRole,
    existingRoleName: environment.executionRoleName,
    policyName: executionPolicyName,
    accountId,
    ...boundary,
  });
  const machine = new StateMachine(stack, 'state-machine', {
    name: names.stateMachine,
    definitionFile,
    definitionValues: definitionValuesOf(environment, deployed),
    roleArn: role.arn,
    rolePolicy: role.policy,
    logGroupName: names.logGroup,
    logRetentionDays,
  });
  const alarm = new SendFailureAlarm(stack, 'send-failure', {
    alarmName: names.alarm,
    topicArn,
    stateMachineArn: machine.arn,
    logGroupName: machine.logGroupName,
    failureStateName,
    metricNamespace: names.metricNamespace,
    runbook,
  });
  return { roleArn: role.arn, machineArn: machine.arn, alarmArn: alarm.arn };
}
