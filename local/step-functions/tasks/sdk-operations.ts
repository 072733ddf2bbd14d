import { DynamoDBClient, DynamoDBServiceException, type GetItemCommand } from '@aws-sdk/client-dynamodb';
import {
  DescribeSecretCommand,
  SecretsManagerClient,
  SecretsManagerServiceException,
} from '@aws-sdk/client-secrets-manager';
import { CopyObjectCommand, HeadObjectCommand, S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { PublishCommand, SNSClient, SNSServiceException } from '@aws-sdk/client-sns';
import { checkAttributeValues } from './attribute-values';
import { dynamodbOperations, itemPermission, type DynamoDbOperation } from './dynamodb';
import type { RequiredPermission } from './execution-role-session';
import { copyPermissions, headPermissions, listPermission } from './s3-permissions';
import { secretArn } from './secret-arn';
import type { ServiceNames } from './service-error';
import { text } from './task-arguments';
import { withClient, type ClientOptions, type TaskEnvironment } from './task-environment';
import type { JsonObject } from '../../json';

/** An operation of `aws-sdk:`; its parameters and results are spelled as Step Functions spells them. */
export interface SdkOperation {
  readonly names: ServiceNames;
  readonly fields: readonly string[];
  readonly required: readonly string[];
  readonly permissions: (
    input: JsonObject,
    environment: TaskEnvironment,
  ) => readonly RequiredPermission[] | Promise<readonly RequiredPermission[]>;
  /** The permission to learn that something does not exist; without it the call is denied. */
  readonly permissionToMiss?: (input: JsonObject) => RequiredPermission;
  readonly send: (input: JsonObject, options: ClientOptions, abortSignal: AbortSignal) => Promise<object>;
}

const secretsManager = names('SecretsManager', SecretsManagerServiceException);
const dynamodbNames = names('DynamoDb', DynamoDBServiceException);
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
    send: async (input, options, abortSignal) => {
      const command = new DescribeSecretCommand({ SecretId: text(input, 'SecretId') });
      const { ARN, ...secret } = await withClient(new SecretsManagerClient(options), (client) =>
        client.send(command, { abortSignal }),
      );
      return { Arn: ARN, ...secret };
    },
  },
  'dynamodb:getItem': dynamoDb('getItem'),
  'dynamodb:putItem': dynamoDb('putItem'),
  'dynamodb:updateItem': dynamoDb('updateItem'),
  'dynamodb:deleteItem': dynamoDb('deleteItem'),
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
    send: (input, options, abortSignal) =>
      withClient(s3(options), (client) =>
        client.send(new CopyObjectCommand(input as never), { abortSignal }),
      ),
  },
  's3:headObject': {
    names: s3Names,
    fields: ['Bucket', 'Key', 'VersionId'],
    required: ['Bucket', 'Key'],
    permissions: headPermissions,
    permissionToMiss: (input) => listPermission(text(input, 'Bucket')),
    send: (input, options, abortSignal) =>
      withClient(s3(options), (client) =>
        client.send(new HeadObjectCommand(input as never), { abortSignal }),
      ),
  },
  'sns:publish': {
    names: snsNames,
    fields: ['TopicArn', 'Message', 'Subject'],
    required: ['TopicArn', 'Message'],
    permissions: (input) => [{ action: 'sns:Publish', resource: text(input, 'TopicArn') }],
    send: (input, options, abortSignal) =>
      withClient(new SNSClient(options), (client) =>
        client.send(new PublishCommand(input as never), { abortSignal }),
      ),
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
    send: (input, options, abortSignal) =>
      withClient(new DynamoDBClient(options), (client) =>
        client.send(command(input) as GetItemCommand, { abortSignal }),
      ),
  };
}

function s3(options: ClientOptions): S3Client {
  return new S3Client({ ...options, forcePathStyle: true });
}

function names(prefix: string, baseClass: ServiceNames['baseClass']): ServiceNames {
  return { prefix, baseClass, baseName: `${prefix}Exception`, style: 'aws-sdk', service: prefix };
}
