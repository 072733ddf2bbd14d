import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { IAMClient } from '@aws-sdk/client-iam';
import { S3Client } from '@aws-sdk/client-s3';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SNSClient } from '@aws-sdk/client-sns';
import { awsClient, type AwsTarget } from './client';

/** A client of each service that the stacks use. */
export function awsClients(target: AwsTarget) {
  return {
    cloudWatch: awsClient(CloudWatchClient, target),
    dynamodb: awsClient(DynamoDBClient, target),
    events: awsClient(EventBridgeClient, target),
    iam: awsClient(IAMClient, target),
    logs: awsClient(CloudWatchLogsClient, target),
    s3: awsClient(S3Client, target),
    scheduler: awsClient(SchedulerClient, target),
    secrets: awsClient(SecretsManagerClient, target),
    sns: awsClient(SNSClient, target),
    states: awsClient(SFNClient, target),
  };
}

export type AwsClients = ReturnType<typeof awsClients>;
