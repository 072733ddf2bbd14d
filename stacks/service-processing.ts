import { DataAwsCloudwatchEventConnection } from '@cdktf/provider-aws/lib/data-aws-cloudwatch-event-connection';
import { DataAwsSecretsmanagerSecret } from '@cdktf/provider-aws/lib/data-aws-secretsmanager-secret';
import { TerraformOutput } from 'cdktf';
import type { Construct } from 'constructs';
import { ApplicationTables } from '../modules/application-tables';
import { AlarmTopic } from '../modules/alarm-topic';
import { Dashboard } from '../modules/dashboard';
import { ExecutionRole } from '../modules/execution-role';
import { MeterEventLedger } from '../modules/meter-event-ledger';
import { executionStatements, recoveryStatements } from '../modules/policies/state-machine-statements';
import { Recovery } from '../modules/recovery';
import { SendFailureAlarm } from '../modules/send-failure-alarm';
import { StateMachine } from '../modules/state-machine';
import { arnsOf } from '../settings/arns';
import * as consoleUrls from '../settings/console-urls';
import {
  definitionFile,
  definitionValuesOf,
  orchestratorResourcesOf,
  failureStateName,
  recoveryDefinitionFile,
  recoveryDefinitionValuesOf,
  recoveryResourcesOf,
  sentStateNames,
  type DeployedArns,
} from './deployed-values';
import type { Environment } from '../settings/environments';
import { githubRepositoryOf } from '../settings/github';
import { takeOverEarlierVersions } from './earlier-versions';
import { EnvironmentStack } from './environment-stack';
import { intervalMinutesOf } from '../settings/recovery';
import { executionPolicyName, recoveryPolicyName, schedulerPolicyName } from '../settings/names';
import { useRemoteState } from './remote-state';

/**
 * What is deployed often: the ledger, the state machines with their roles, the alarms and the dashboard. The secret and
 * the connection are looked up by name, so that a new key changes nothing here, and whoever deploys this needs no
 * access to the key.
 */
export class ServiceProcessingStack extends EnvironmentStack {
  private readonly arns = arnsOf(this.environment);
  private readonly runbook = this.environment.runbookUrl ?? 'docs/runbook.md';
  /** What every role has that the workflows may write. */
  private readonly boundary = githubRepositoryOf(this.environment) && {
    permissionsBoundaryArn: this.arns.boundary,
  };

  constructor(scope: Construct, environment: Environment) {
    super(scope, 'service-processing', environment);
    useRemoteState(this, environment);
    const { names } = environment;
    // The records of live say what was billed; those of test may be thrown away with it.
    const isProtected = environment.name === 'live';

    if (environment.createTables) {
      new ApplicationTables(this, 'tables', {
        processingHistoryTableName: names.processingHistoryTable,
        policyMappingTableName: names.policyMappingTable,
        deletionProtection: isProtected,
      });
    }
    const ledger = new MeterEventLedger(this, 'ledger', { tableName: names.meterEventsTable, isProtected });

    const secret = new DataAwsSecretsmanagerSecret(this, 'secret', { name: names.secret });
    const connection = new DataAwsCloudwatchEventConnection(this, 'connection', { name: names.connection });
    const deployed = { secretArn: secret.arn, connectionArn: connection.arn };
    takeOverEarlierVersions(this, environment.alarmEmailAddresses);

    const topic = this.alarmTopic();
    const orchestrator = this.orchestrator(deployed, topic.arn);
    const recovery = this.recovery(deployed, topic.arn);
    this.dashboard();

    const outputs = {
      'secret-arn': secret.arn,
      'execution-role-arn': orchestrator.roleArn,
      'state-machine-arn': orchestrator.machineArn,
      'connection-arn': connection.arn,
      'meter-events-table-name': ledger.tableName,
      'recovery-state-machine-arn': recovery.stateMachineArn,
      'alarm-arn': orchestrator.alarmArn,
      'alarm-topic-arn': topic.arn,
      'state-machine-console-url': consoleUrls.stateMachineConsoleUrl(environment),
      'recovery-state-machine-console-url': consoleUrls.recoveryStateMachineConsoleUrl(environment),
      'alarm-console-url': consoleUrls.alarmConsoleUrl(environment),
      'log-group-console-url': consoleUrls.logGroupConsoleUrl(environment),
      'dashboard-console-url': consoleUrls.dashboardConsoleUrl(environment),
    };
    for (const [name, value] of Object.entries(outputs)) {
      new TerraformOutput(this, name, { value });
    }
  }

  private alarmTopic(): AlarmTopic {
    const { names, accountId, alarmEmailAddresses } = this.environment;
    return new AlarmTopic(this, 'alarm-topic', {
      topicName: names.alarmTopic,
      accountId,
      alarmArns: this.arns.alarms,
      emailAddresses: alarmEmailAddresses,
    });
  }

  private orchestrator(deployed: DeployedArns, topicArn: string) {
    const { environment, arns } = this;
    const { names, accountId, logRetentionDays } = environment;
    const role = new ExecutionRole(this, 'execution-role', {
      stateMachineArn: arns.stateMachine,
      statements: executionStatements(orchestratorResourcesOf(environment, deployed)),
      roleName: names.executionRole,
      existingRoleName: environment.executionRoleName,
      policyName: executionPolicyName,
      accountId,
      ...this.boundary,
    });
    const machine = new StateMachine(this, 'state-machine', {
      name: names.stateMachine,
      definitionFile,
      definitionValues: definitionValuesOf(environment, deployed),
      roleArn: role.arn,
      rolePolicy: role.policy,
      logGroupName: names.logGroup,
      logRetentionDays,
    });
    const alarm = new SendFailureAlarm(this, 'send-failure', {
      alarmName: names.alarm,
      topicArn,
      stateMachineArn: machine.arn,
      logGroupName: machine.logGroupName,
      failureStateName,
      metricNamespace: names.metricNamespace,
      runbook: this.runbook,
    });
    return { roleArn: role.arn, machineArn: machine.arn, alarmArn: alarm.arn };
  }

  private recovery(deployed: DeployedArns, topicArn: string): Recovery {
    const { environment, arns, boundary } = this;
    const { names, accountId, logRetentionDays } = environment;
    return new Recovery(this, 'recovery', {
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
        runbook: this.runbook,
      },
    });
  }

  private dashboard(): void {
    const { arns } = this;
    const { names, region } = this.environment;
    new Dashboard(this, 'dashboard', {
      dashboardName: names.dashboard,
      region,
      alarmArns: arns.alarms,
      metricNamespace: names.metricNamespace,
      stateMachineArn: arns.stateMachine,
      recoveryStateMachineArn: arns.recoveryStateMachine,
      logGroupNames: [names.logGroup, names.recoveryLogGroup],
      sentStateNames,
    });
  }
}
