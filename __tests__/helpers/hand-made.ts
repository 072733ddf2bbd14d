import { PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import { CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreateConnectionCommand } from '@aws-sdk/client-eventbridge';
import { CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { CreateSecretCommand } from '@aws-sdk/client-secrets-manager';
import { CreateStateMachineCommand } from '@aws-sdk/client-sfn';
import { logDeliveryActions } from '@usage-billing/local-aws/step-functions/api/logging-checks';
import type { AwsClients } from '../../clients/aws/clients';
import { arnsOf } from '../../settings/arns';
import type { Environment } from '../../settings/environments';

/** A role as the Step Functions console makes it. */
export const consoleRole = 'StepFunctions-ServiceProcessingOrchestrator-role-abc123';

/**
 * Creates by hand what sections 2, 3, 4 and 7 of docs/operations-guide.md leave in an account: the secret with a value, a
 * role as the console creates it with the guide's policy, the state machine with its log, and the alarm. Also a connection,
 * without which the state machine could not send.
 */
export async function makeByHand(
  environment: Environment,
  clients: AwsClients,
  options: { key: string; connectionName: string },
): Promise<void> {
  const { names, region, accountId } = environment;
  await clients.secrets.send(
    new CreateSecretCommand({
      Name: names.secret,
      Description: 'Stripe Secret Key for Billing Meters',
      SecretString: JSON.stringify({ STRIPE_SECRET_KEY: options.key }),
    }),
  );
  const { ConnectionArn } = await clients.events.send(
    new CreateConnectionCommand({
      Name: options.connectionName,
      AuthorizationType: 'API_KEY',
      AuthParameters: {
        ApiKeyAuthParameters: { ApiKeyName: 'Authorization', ApiKeyValue: `Bearer ${options.key}` },
      },
    }),
  );
  const roleArn = await makeRole(environment, clients);
  await clients.logs.send(new CreateLogGroupCommand({ logGroupName: names.logGroup }));
  const { stateMachineArn } = await clients.states.send(
    new CreateStateMachineCommand({
      name: names.stateMachine,
      roleArn,
      definition: JSON.stringify(definition(environment, ConnectionArn ?? '')),
      loggingConfiguration: {
        level: 'ALL',
        includeExecutionData: true,
        destinations: [
          {
            cloudWatchLogsLogGroup: {
              logGroupArn: `arn:aws:logs:${region}:${accountId}:log-group:${names.logGroup}:*`,
            },
          },
        ],
      },
    }),
  );
  await clients.cloudWatch.send(
    new PutMetricAlarmCommand({
      AlarmName: names.alarm,
      AlarmDescription: 'Stripe Meter Event送信失敗を検知',
      Namespace: 'AWS/States',
      MetricName: 'ExecutionsFailed',
      Dimensions: [{ Name: 'StateMachineArn', Value: stateMachineArn }],
      Statistic: 'Sum',
      Period: 300,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    }),
  );
}

async function makeRole(environment: Environment, { iam }: AwsClients): Promise<string> {
  const { region, accountId } = environment;
  const arns = arnsOf(environment);
  const { Role } = await iam.send(
    new CreateRoleCommand({
      RoleName: consoleRole,
      Path: '/service-role/',
      AssumeRolePolicyDocument: policy({
        Effect: 'Allow',
        Principal: { Service: 'states.amazonaws.com' },
        Action: 'sts:AssumeRole',
      }),
    }),
  );
  const put = (PolicyName: string, PolicyDocument: string) =>
    iam.send(new PutRolePolicyCommand({ RoleName: consoleRole, PolicyName, PolicyDocument }));
  await put(
    'MadeByTheConsole',
    policy(
      { Effect: 'Allow', Action: logDeliveryActions, Resource: '*' },
      {
        Effect: 'Allow',
        Action: ['dynamodb:GetItem', 'dynamodb:UpdateItem'],
        Resource: [arns.processingHistoryTable, arns.policyMappingTable],
      },
    ),
  );
  await put(
    'StripeMeterIntegrationPolicy',
    policy(
      {
        Sid: 'SecretsManagerReadAccess',
        Effect: 'Allow',
        Action: 'secretsmanager:GetSecretValue',
        Resource: `arn:aws:secretsmanager:${region}:${accountId}:secret:${environment.names.secret}-*`,
      },
      {
        Sid: 'InvokeHTTPEndpoint',
        Effect: 'Allow',
        Action: 'states:InvokeHTTPEndpoint',
        Resource: '*',
        Condition: {
          StringEquals: { 'states:HTTPMethod': 'POST' },
          StringLike: { 'states:HTTPEndpoint': 'https://api.stripe.com/*' },
        },
      },
    ),
  );
  return Role?.Arn ?? '';
}

/** States under the guide's names, without the child. */
function definition({ names }: Environment, ConnectionArn: string) {
  const updateStatus = (status: string, Next: string) => ({
    Type: 'Task',
    Resource: 'arn:aws:states:::dynamodb:updateItem',
    Arguments: {
      TableName: names.processingHistoryTable,
      Key: { 'processing-historyId': { S: '{% $processingHistoryId %}' } },
      UpdateExpression: 'SET #status = :status',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: { ':status': { S: status } },
    },
    Next,
  });
  return {
    QueryLanguage: 'JSONata',
    StartAt: 'InitializeVariables',
    States: {
      InitializeVariables: {
        Type: 'Pass',
        Assign: {
          processingHistoryId: '{% $states.input.processingHistoryId %}',
          customerId: '{% $states.input.customerId %}',
        },
        Next: 'UpdateStatusToProcessing',
      },
      UpdateStatusToProcessing: updateStatus('in_progress', 'UpdateStatusToCompleted'),
      UpdateStatusToCompleted: updateStatus('completed', 'SendStripeMeterEvent'),
      SendStripeMeterEvent: {
        Type: 'Task',
        Resource: 'arn:aws:states:::http:invoke',
        Arguments: {
          ApiEndpoint: 'https://api.stripe.com/v1/billing/meter_events',
          Method: 'POST',
          InvocationConfig: { ConnectionArn },
          Headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
          RequestBody: { event_name: 'file_processed', identifier: '{% $processingHistoryId %}' },
          Transform: { RequestBodyEncoding: 'URL_ENCODED' },
        },
        Next: 'ProcessingSuccess',
      },
      ProcessingSuccess: { Type: 'Succeed' },
    },
  };
}

const policy = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
