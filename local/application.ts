import {
  CreateTableCommand,
  GetItemCommand,
  PutItemCommand,
  UpdateContinuousBackupsCommand,
  type AttributeValue,
} from '@aws-sdk/client-dynamodb';
import { CreateBucketCommand, PutObjectCommand, type BucketLocationConstraint } from '@aws-sdk/client-s3';
import { randomUUID } from 'node:crypto';
import { definitionFrom } from '../modules/definition';
import { policyMappingKey, processingHistoryKey, type ProcessingInput } from '../settings/application';
import { arnsOf } from '../settings/arns';
import type { Environment } from '../settings/environments';
import type { AwsClients } from '../clients/aws/clients';
import { createChild } from './child';

export const policyId = 'policy-copy';

/** What belongs to the application and not to the stacks: bucket, tables (in live), children and their mapping. */
export class Application {
  readonly bucket: string;

  constructor(
    private readonly environment: Environment,
    private readonly clients: AwsClients,
  ) {
    this.bucket = `siftbeam-files-${environment.accountId}-${environment.name}`;
  }

  /** Everything that a deploy expects to exist: the tables, where the environment does not create them itself. */
  async createPrerequisites(): Promise<void> {
    const { names, region, createTables } = this.environment;
    await this.clients.s3.send(
      new CreateBucketCommand({
        Bucket: this.bucket,
        CreateBucketConfiguration: { LocationConstraint: region as BucketLocationConstraint },
      }),
    );
    if (createTables) {
      return;
    }
    const table = async (TableName: string, key: string) => {
      await this.clients.dynamodb.send(
        new CreateTableCommand({
          TableName,
          BillingMode: 'PAY_PER_REQUEST',
          AttributeDefinitions: [{ AttributeName: key, AttributeType: 'S' }],
          KeySchema: [{ AttributeName: key, KeyType: 'HASH' }],
        }),
      );
      await this.clients.dynamodb.send(
        new UpdateContinuousBackupsCommand({
          TableName,
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        }),
      );
    };
    await table(names.processingHistoryTable, processingHistoryKey);
    await table(names.policyMappingTable, policyMappingKey);
  }

  /** Creates a child state machine under a name of the settings. */
  async createChild(definition = definitionFrom('CopyFile.asl.json', {}), index = 0): Promise<string> {
    const name = this.environment.childStateMachineNames[index];
    const stateMachineArn = arnsOf(this.environment).childStateMachines[index];
    if (!name || !stateMachineArn) {
      throw new Error(`The settings list no child state machine ${index + 1}.`);
    }
    await createChild(this.clients, { name, definition, bucket: this.bucket });
    return stateMachineArn;
  }

  /** Maps the policy to a child, once the table is there. */
  async mapPolicy(stateMachineArn: string, id = policyId): Promise<void> {
    await this.clients.dynamodb.send(
      new PutItemCommand({
        TableName: this.environment.names.policyMappingTable,
        Item: { [policyMappingKey]: { S: id }, stateMachineArn: { S: stateMachineArn } },
      }),
    );
  }

  /** Uploads files and creates the input that the Lambda would send for them. */
  async upload(files: Readonly<Record<string, Uint8Array>>, customerId: string): Promise<ProcessingInput> {
    const processingHistoryId = randomUUID();
    const uploads = Object.entries(files).map(([name, body]) => ({
      key: `uploads/${processingHistoryId}/${name}`,
      body,
    }));
    // The client has 50 connections.
    for (let start = 0; start < uploads.length; start += 50) {
      await Promise.all(
        uploads
          .slice(start, start + 50)
          .map(({ key, body }) =>
            this.clients.s3.send(new PutObjectCommand({ Bucket: this.bucket, Key: key, Body: body })),
          ),
      );
    }
    const bytes = uploads.reduce((sum, { body }) => sum + body.byteLength, 0);
    return {
      processingHistoryId,
      customerId,
      userId: 'user-1',
      userName: '山田 花子',
      policyId,
      policyName: 'ファイルを写す',
      inputS3Bucket: this.bucket,
      uploadedFileKeys: uploads.map(({ key }) => key),
      downloadS3Keys: [],
      aiTrainingUsage: 'allow',
      fileSizeBytes: bytes,
      usageAmountBytes: bytes,
      createdAt: new Date().toISOString(),
    };
  }

  /** The record of a processing in DynamoDB, if there is one. */
  async record(processingHistoryId: string): Promise<Record<string, AttributeValue> | undefined> {
    const { Item } = await this.clients.dynamodb.send(
      new GetItemCommand({
        TableName: this.environment.names.processingHistoryTable,
        Key: { [processingHistoryKey]: { S: processingHistoryId } },
        ConsistentRead: true,
      }),
    );
    return Item;
  }
}
