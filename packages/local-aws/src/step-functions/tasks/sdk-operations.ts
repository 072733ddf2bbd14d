import {
  CloudWatchClient,
  CloudWatchServiceException,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient, DynamoDBServiceException } from '@aws-sdk/client-dynamodb';
import {
  DescribeSecretCommand,
  SecretsManagerClient,
  SecretsManagerServiceException,
  type DescribeSecretCommandOutput,
} from '@aws-sdk/client-secrets-manager';
import { CopyObjectCommand, HeadObjectCommand, S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { PublishCommand, SNSClient, SNSServiceException } from '@aws-sdk/client-sns';
import { checkAttributeValues } from './attribute-values';
import {
  dynamodbOperations,
  itemPermission,
  readOperations,
  readPermission,
  type DynamoDbOperation,
  type ReadOperation,
} from './dynamodb';
import { metricDataFor, namespacePermission } from './metric-data';
import { copyPermissions, headPermissions, listPermission } from './s3-permissions';
import type { SdkOperation } from './sdk-operation';
import { secretArn } from './secret-arn';
import type { ServiceNames } from './service-error';
import { text } from './task-arguments';

const secretsManager = names('SecretsManager', SecretsManagerServiceException);
const dynamodbNames = names('DynamoDb', DynamoDBServiceException);
const cloudWatchNames: ServiceNames = {
  ...names('CloudWatch', CloudWatchServiceException),
  denial: { code: 'AccessDenied', status: 403 },
};
const s3Names: ServiceNames = {
  ...names('S3', S3ServiceException),
  // The SDK for Java takes a HEAD's 404 for a missing key, and knows no exception for a denied call.
  renamed: { NotFound: 'NoSuchKeyException', AccessDenied: null },
  denial: { code: 'AccessDenied', status: 403 },
};
const snsNames: ServiceNames = {
  ...names('Sns', SNSServiceException),
  denial: { code: 'AuthorizationError', name: 'AuthorizationErrorException', status: 403 },
};

/** By `<service>:<operation>`, as in `arn:aws:states:::aws-sdk:<service>:<operation>`. */
export const sdkOperations: Readonly<Record<string, SdkOperation>> = {
  'cloudwatch:putMetricData': {
    names: cloudWatchNames,
    fields: ['Namespace', 'MetricData'],
    required: ['Namespace', 'MetricData'],
    permissions: (input) => [namespacePermission(input)],
    client: CloudWatchClient,
    command: (input, { clock }) =>
      new PutMetricDataCommand(metricDataFor(input, clock.now(), cloudWatchNames)),
  },
  'secretsmanager:describeSecret': {
    names: secretsManager,
    fields: ['SecretId'],
    required: ['SecretId'],
    permissions: async (input, environment) => [
      {
        action: 'secretsmanager:DescribeSecret',
        resource: await secretArn(environment, text(input, 'SecretId')),
      },
    ],
    client: SecretsManagerClient,
    command: (input) => new DescribeSecretCommand({ SecretId: text(input, 'SecretId') }),
    result: ({ ARN, ...secret }: DescribeSecretCommandOutput) => ({ Arn: ARN, ...secret }),
  },
  'dynamodb:getItem': dynamoDb('getItem'),
  'dynamodb:putItem': dynamoDb('putItem'),
  'dynamodb:updateItem': dynamoDb('updateItem'),
  'dynamodb:deleteItem': dynamoDb('deleteItem'),
  'dynamodb:query': dynamoDbRead('query'),
  'dynamodb:scan': dynamoDbRead('scan'),
  's3:copyObject': {
    names: s3Names,
    fields: [
      'Bucket',
      'CopySource',
      'Key',
      'ContentType',
      'Metadata',
      'MetadataDirective',
      'TaggingDirective',
    ],
    required: ['Bucket', 'CopySource', 'Key'],
    permissions: copyPermissions,
    permissionToMiss: (input) => listPermission(text(input, 'CopySource').split('/').find(Boolean)!),
    client: S3Client,
    command: (input) => new CopyObjectCommand(input as never),
  },
  's3:headObject': {
    names: s3Names,
    fields: ['Bucket', 'Key', 'VersionId'],
    required: ['Bucket', 'Key'],
    permissions: headPermissions,
    permissionToMiss: (input) => listPermission(text(input, 'Bucket')),
    client: S3Client,
    command: (input) => new HeadObjectCommand(input as never),
  },
  'sns:publish': {
    names: snsNames,
    fields: ['TopicArn', 'Message', 'Subject'],
    required: ['TopicArn', 'Message'],
    permissions: (input) => [{ action: 'sns:Publish', resource: text(input, 'TopicArn') }],
    client: SNSClient,
    command: (input) => new PublishCommand(input as never),
  },
};

function dynamoDb(operation: DynamoDbOperation): SdkOperation {
  const { command, fields, required } = dynamodbOperations[operation];
  return {
    names: dynamodbNames,
    fields: operation === 'getItem' ? fields : [...fields, 'ReturnValuesOnConditionCheckFailure'],
    required,
    permissions: (input, environment) => {
      checkAttributeValues(input);
      return [itemPermission(environment, operation, input)];
    },
    client: DynamoDBClient,
    command,
  };
}

function dynamoDbRead(operation: ReadOperation): SdkOperation {
  const { command, fields, required } = readOperations[operation];
  return {
    names: dynamodbNames,
    fields,
    required,
    permissions: (input, environment) => {
      checkAttributeValues(input);
      return [readPermission(environment, operation, input)];
    },
    client: DynamoDBClient,
    command,
  };
}

function names(prefix: string, baseClass: ServiceNames['baseClass']): ServiceNames {
  return { prefix, baseClass, baseName: `${prefix}Exception`, style: 'aws-sdk', service: prefix };
}
