import { TerraformOutput } from 'cdktf';
import type { Construct } from 'constructs';
import { ApplicationTables } from '../modules/application-tables';
import { ExecutionRole } from '../modules/execution-role';
import { SendFailureAlarm } from '../modules/send-failure-alarm';
import { StateMachine } from '../modules/state-machine';
import { StripeConnection } from '../modules/stripe-connection';
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

/** What is deployed often: the connection to Stripe, the role, the state machine and the alarm. */
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

    const connection = new StripeConnection(this, 'connection', {
      stackName: names.connectionStack,
      connectionName: names.connection,
      secretName: names.secret,
      putKeyCommand: `npm run stripe:key -- --workspace ${environment.name}`,
    });

    const deployed = { secretArn: connection.secretArn, connectionArn: connection.arn };

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
      'secret-arn': connection.secretArn,
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
}
