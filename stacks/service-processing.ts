import { DataAwsCloudwatchEventConnection } from '@cdktf/provider-aws/lib/data-aws-cloudwatch-event-connection';
import { DataAwsSecretsmanagerSecret } from '@cdktf/provider-aws/lib/data-aws-secretsmanager-secret';
import { TerraformOutput } from 'cdktf';
import type { Construct } from 'constructs';
import { ApplicationTables } from '../modules/application-tables';
import { AlarmTopic } from '../modules/alarm-topic';
import { Dashboard } from '../modules/dashboard';
import { MeterEventLedger } from '../modules/meter-event-ledger';
import { arnsOf } from '../settings/arns';
import * as consoleUrls from '../settings/console-urls';
import { sentStateNames } from './deployed-values';
import type { Environment } from '../settings/environments';
import { githubRepositoryOf } from '../settings/github';
import { takeOverEarlierVersions } from './earlier-versions';
import { EnvironmentStack } from './environment-stack';
import { orchestratorIn } from './orchestrator';
import { recoveryIn } from './recovery';
import { useRemoteState } from './remote-state';

/**
 * What is deployed often: the ledger, the state machines with their roles, the alarms and the dashboard. The secret and
 * the connection are looked up by name, so that a new key changes nothing here, and whoever deploys this needs no
 * access to the key.
 */
export class ServiceProcessingStack extends EnvironmentStack {
  private readonly arns = arnsOf(this.environment);

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
    takeOverEarlierVersions(this, environment.alarmEmailAddresses);

    const topic = this.alarmTopic();
    const inputs = {
      environment,
      deployed: { secretArn: secret.arn, connectionArn: connection.arn },
      topicArn: topic.arn,
      runbook: environment.runbookUrl ?? 'docs/runbook.md',
      boundary: githubRepositoryOf(environment) && { permissionsBoundaryArn: this.arns.boundary },
    };
    const orchestrator = orchestratorIn(this, inputs);
    const recovery = recoveryIn(this, inputs);
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
