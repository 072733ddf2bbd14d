import { GetItemCommand, type AttributeValue } from '@aws-sdk/client-dynamodb';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import {
  DescribeExecutionCommand,
  ListExecutionsCommand,
  StartExecutionCommand,
  type DescribeExecutionCommandOutput,
} from '@aws-sdk/client-sfn';
import { processingHistoryKey, verifyPrefix, type ProcessingInput } from '../../settings/application';
import { NotChecked } from './check';
import type { Facts } from './facts';
import { poll } from './poll';

export interface ProcessingOptions {
  readonly file: { readonly name: string; readonly body: Uint8Array };
  /** The application's input bucket. @default - that of the settings, or of the latest execution that names one */
  readonly bucket?: string;
  /** @default - the first policy of the mapping table */
  readonly policyId?: string;
  /** Longest wait for the execution's end. */
  readonly waitSeconds: number;
}

export interface Upload {
  readonly processingHistoryId: string;
  readonly customerId: string;
  readonly executionName: string;
}

export interface Processed {
  readonly executionArn: string;
  /** Absent if the execution did not end in time. */
  readonly ended?: DescribeExecutionCommandOutput;
}

/**
 * Uploads a file and starts its execution as the application's Lambda does, then waits for the end.
 *
 * @throws NotChecked if the bucket or the policy is not known
 */
export async function processFile(
  facts: Facts,
  options: ProcessingOptions,
  { processingHistoryId, customerId, executionName }: Upload,
): Promise<Processed> {
  const { clients, arns } = facts;
  const { file, waitSeconds } = options;
  const policyId = await policyOf(facts, options);
  const bucket = await bucketOf(facts, options);
  const key = `${verifyPrefix}${executionName}/${file.name}`;
  await clients.s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: file.body }));
  const input: ProcessingInput = {
    processingHistoryId,
    customerId,
    userId: 'verify',
    userName: 'npm run verify',
    policyId,
    policyName: policyId,
    inputS3Bucket: bucket,
    uploadedFileKeys: [key],
    downloadS3Keys: [],
    aiTrainingUsage: 'deny',
    fileSizeBytes: file.body.byteLength,
    usageAmountBytes: file.body.byteLength,
    createdAt: new Date().toISOString(),
  };
  const { executionArn = '' } = await clients.states.send(
    new StartExecutionCommand({
      stateMachineArn: arns.stateMachine,
      name: executionName,
      input: JSON.stringify(input),
    }),
  );
  const ended = await poll(waitSeconds, async () => {
    const description = await clients.states.send(new DescribeExecutionCommand({ executionArn }));
    return description.status === 'RUNNING' ? undefined : description;
  });
  return { executionArn, ended };
}

/** The record of a processing. */
export async function recordOf(
  { clients, environment }: Facts,
  processingHistoryId: string,
): Promise<Record<string, AttributeValue> | undefined> {
  const { Item } = await clients.dynamodb.send(
    new GetItemCommand({
      TableName: environment.names.processingHistoryTable,
      Key: { [processingHistoryKey]: { S: processingHistoryId } },
      ConsistentRead: true,
    }),
  );
  return Item;
}

/** How many are searched for a bucket: the latest one may have failed because its input has none. */
const latestExecutions = 20;

async function bucketOf(
  { clients, arns, environment }: Facts,
  { bucket = environment.inputBucketName }: ProcessingOptions,
): Promise<string> {
  if (bucket) {
    return bucket;
  }
  const { executions = [] } = await clients.states.send(
    new ListExecutionsCommand({ stateMachineArn: arns.stateMachine, maxResults: latestExecutions }),
  );
  for (const { executionArn } of executions) {
    const { input = '{}' } = await clients.states.send(new DescribeExecutionCommand({ executionArn }));
    // Step Functions takes any JSON, null too.
    const { inputS3Bucket } = (JSON.parse(input) ?? {}) as { inputS3Bucket?: unknown };
    if (typeof inputS3Bucket === 'string') {
      return inputS3Bucket;
    }
  }
  throw new NotChecked("nothing was sent: name the application's input bucket with --bucket");
}

async function policyOf(facts: Facts, { policyId }: ProcessingOptions): Promise<string> {
  const policy = policyId ?? (await facts.policyMappings())?.[0]?.policyId;
  if (!policy) {
    throw new NotChecked('nothing was sent: no policy is mapped');
  }
  return policy;
}
