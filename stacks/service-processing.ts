import { TerraformOutput } from 'cdktf';
import type { Construct } from 'constructs';
import { ApplicationTables } from '../modules/application-tables';
import { ExecutionRole } from '../modules/execution-role';
import { SendFailureAlarm } from '../modules/send-failure-alarm';
import { StateMachine } from '../modules/state-machine';
import { StripeConnection } from '../modules/stripe-connection';
import { arnsOf } from './arns';
import { catalog, meterEventsUrl, stripeApiVersion } from './catalog';
import { alarmConsoleUrl, logGroupConsoleUrl, stateMachineConsoleUrl } from './console-urls';
import { runbookUrl, type Environment } from './environment';
import { EnvironmentStack } from './environment-stack';
import { executionPolicyName } from './names';
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
      });
    }

    const connection = new StripeConnection(this, 'connection', {
      stackName: names.connectionStack,
      connectionName: names.connection,
      secretName: names.secret,
      putKeyCommand: `npm run stripe:key -- --workspace ${environment.name}`,
    });

    const role = new ExecutionRole(this, 'execution-role', {
      roleName: names.executionRole,
      existingRoleName: environment.executionRoleName,
      policyName: executionPolicyName,
      accountId,
      stateMachineArn: arns.stateMachine,
      secretArn: connection.secretArn,
      connectionArn: connection.arn,
      connectionSecretArn: arns.connectionSecret,
      meterEventsUrl,
      processingHistoryTableArn: arns.processingHistoryTable,
      policyMappingTableArn: arns.policyMappingTable,
      childStateMachineArns: arns.childStateMachines,
      childExecutionArns: arns.childExecutions,
      childEventsRuleArn: arns.childEventsRule,
    });

    const machine = new StateMachine(this, 'state-machine', {
      name: names.stateMachine,
      definitionFile: 'ServiceProcessingOrchestrator.asl.json',
      definitionValues: {
        processingHistoryTable: names.processingHistoryTable,
        policyMappingTable: names.policyMappingTable,
        secretArn: connection.secretArn,
        connectionArn: connection.arn,
        meterEventsUrl,
        stripeApiVersion,
        meterEventName: catalog.meter.eventName,
        meterCustomerKey: catalog.meter.customerKey,
        meterValueKey: catalog.meter.valueKey,
      },
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
      failureStateName: 'LogStripeMeterError',
      metricNamespace: names.metricNamespace,
      runbookUrl,
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
    for (const [name, value] of Object.entries(outputs)) new TerraformOutput(this, name, { value });
  }
}
