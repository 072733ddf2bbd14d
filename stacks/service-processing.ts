import { DataAwsCloudwatchEventConnection } from '@cdktf/provider-aws/lib/data-aws-cloudwatch-event-connection';
import { DataAwsSecretsmanagerSecret } from '@cdktf/provider-aws/lib/data-aws-secretsmanager-secret';
import { TerraformOutput } from 'cdktf';
import type { Construct } from 'constructs';
import { ApplicationTables } from '../modules/application-tables';
import { ExecutionRole } from '../modules/execution-role';
import { SendFailureAlarm } from '../modules/send-failure-alarm';
import { StateMachine } from '../modules/state-machine';
import { arnsOf } from '../settings/arns';
import { alarmConsoleUrl, logGroupConsoleUrl, stateMachineConsoleUrl } from '../settings/console-urls';
import {
  definitionFile,
  definitionValuesOf,
  executionPermissionsOf,
  failureStateName,
} from './deployed-values';
import type { Environment } from '../settings/environments';
import { githubRepositoryOf } from '../settings/github';
import { EnvironmentStack } from './environment-stack';
import { executionPolicyName } from '../settings/names';
import { useRemoteState } from './remote-state';

/**
 * What is deployed often: the role, the state machine and the alarm. The secret and the connection are looked up by
 * name, so that a new key changes nothing here, and whoever deploys this needs no access to the key.
 */
export class ServiceProcessingStack extends EnvironmentStack {
  constructor(scope: Construct, environment: Environment) {
    super(scope, 'service-processing', environment);
    useRemoteState(this, environment);
    const { names, accountId } = environment;
    const arns = arnsOf(environment);

    if (environment.createTables) {
      new ApplicationTables(this, 'tables', {
        processingHistoryTableName: names.processingHistoryTable,
        policyMappingTableName: names.policyMappingTable,
        // The records of live say what was billed; those of test may be thrown away with it.
        deletionProtection: environment.name === 'live',
      });
    }

    const secret = new DataAwsSecretsmanagerSecret(this, 'secret', { name: names.secret });
    const connection = new DataAwsCloudwatchEventConnection(this, 'connection', { name: names.connection });
    const deployed = { secretArn: secret.arn, connectionArn: connection.arn };
    this.forgetConnection();

    const role = new ExecutionRole(this, 'execution-role', {
      ...executionPermissionsOf(environment, deployed),
      roleName: names.executionRole,
      existingRoleName: environment.executionRoleName,
      policyName: executionPolicyName,
      accountId,
      ...(githubRepositoryOf(environment) && { permissionsBoundaryArn: arns.boundary }),
    });

    const machine = new StateMachine(this, 'state-machine', {
      name: names.stateMachine,
      definitionFile,
      definitionValues: definitionValuesOf(environment, deployed),
      roleArn: role.arn,
      rolePolicy: role.policy,
      logGroupName: names.logGroup,
      logRetentionDays: environment.logRetentionDays,
    });

    const alarm = new SendFailureAlarm(this, 'send-failure', {
      alarmName: names.alarm,
      alarmArn: arns.alarm,
      accountId,
      topicName: names.alarmTopic,
      emailAddresses: environment.alarmEmailAddresses,
      stateMachineArn: machine.arn,
      logGroupName: machine.logGroupName,
      failureStateName,
      metricNamespace: names.metricNamespace,
      runbook: environment.runbookUrl ?? 'docs/runbook.md',
    });

    const outputs = {
      'secret-arn': secret.arn,
      'execution-role-arn': role.arn,
      'state-machine-arn': machine.arn,
      'connection-arn': connection.arn,
      'alarm-arn': alarm.arn,
      'alarm-topic-arn': alarm.topicArn,
      'state-machine-console-url': stateMachineConsoleUrl(environment),
      'alarm-console-url': alarmConsoleUrl(environment),
      'log-group-console-url': logGroupConsoleUrl(environment),
    };
    for (const [name, value] of Object.entries(outputs)) {
      new TerraformOutput(this, name, { value });
    }
  }

  /** Versions before the stack `stripe-connection` created the connection here: their state lets go of it. */
  private forgetConnection(): void {
    const earlier = ['aws_cloudformation_stack.connection_stack', 'terraform_data.connection_arn'];
    this.addOverride(
      'removed',
      earlier.map((from) => ({ from, lifecycle: { destroy: false } })),
    );
  }
}
