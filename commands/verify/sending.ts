import { GetItemCommand, type AttributeValue } from '@aws-sdk/client-dynamodb';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import {
  DescribeExecutionCommand,
  ListExecutionsCommand,
  StartExecutionCommand,
  type DescribeExecutionCommandOutput,
} from '@aws-sdk/client-sfn';
import { randomUUID } from 'node:crypto';
import Stripe from 'stripe';
import { processingHistoryKey, verifyPrefix, type ProcessingInput } from '../../settings/application';
import { CommandError } from '../../clients/command-error';
import { NotChecked, once } from './check';
import type { Facts } from './facts';
import { minuteOf, usageOf } from './meter-usage';
import { poll } from './poll';

export interface SendOptions {
  readonly file: { readonly name: string; readonly body: Uint8Array };
  /** The application's input bucket. @default - the one of the settings, or else of the latest execution */
  readonly bucket?: string;
  /** @default - the first policy of the mapping table */
  readonly policyId?: string;
  /** Who is billed. @default - the newest customer; required in live */
  readonly customerId?: string;
  /** Longest wait for the execution's end, and the same again for the meter event to be counted. */
  readonly waitSeconds: number;
}

export interface Sent {
  readonly processingHistoryId: string;
  readonly customerId: string;
  readonly bytes: number;
  readonly executionArn: string;
  /** Absent if the execution did not end in time. */
  readonly ended?: DescribeExecutionCommandOutput;
  /** Start of the period whose usage is compared: Unix seconds, the start of a minute. */
  readonly since: number;
  /** The customer's usage in that period before the file was sent. */
  readonly usageBefore: number;
}

/** A file that is sent through the state machine as the application's Lambda would do it. */
export class Sending {
  constructor(
    private readonly facts: Facts,
    readonly options: SendOptions,
  ) {}

  /** @throws NotChecked if the bucket, policy or customer is not known */
  readonly sent = once(() => this.send());

  /** The record of the processing. */
  readonly record = once(async (): Promise<Record<string, AttributeValue> | undefined> => {
    const { processingHistoryId } = await this.sent();
    const { Item } = await this.facts.clients.dynamodb.send(
      new GetItemCommand({
        TableName: this.facts.environment.names.processingHistoryTable,
        Key: { [processingHistoryKey]: { S: processingHistoryId } },
        ConsistentRead: true,
      }),
    );
    return Item;
  });

  private async send(): Promise<Sent> {
    const { clients, arns } = this.facts;
    const { file, waitSeconds } = this.options;
    // The customer first: without permission to read the key, none of the permissions below is needed.
    const customerId = await this.customerId();
    const policyId = await this.policyId();
    const bucket = await this.bucket();
    const since = minuteOf(Date.now()) - 60;
    const usageBefore = await usageOf(this.facts, customerId, since);

    const processingHistoryId = randomUUID();
    const key = `${verifyPrefix}${processingHistoryId}/${file.name}`;
    const bytes = file.body.byteLength;
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
      fileSizeBytes: bytes,
      usageAmountBytes: bytes,
      createdAt: new Date().toISOString(),
    };
    const { executionArn = '' } = await clients.states.send(
      new StartExecutionCommand({
        stateMachineArn: arns.stateMachine,
        name: `verify-${processingHistoryId}`,
        input: JSON.stringify(input),
      }),
    );
    const ended = await poll(waitSeconds, async () => {
      const description = await clients.states.send(new DescribeExecutionCommand({ executionArn }));
      return description.status === 'RUNNING' ? undefined : description;
    });
    return { processingHistoryId, customerId, bytes, executionArn, ended, since, usageBefore };
  }

  private async bucket(): Promise<string> {
    const { clients, arns, environment } = this.facts;
    const named = this.options.bucket ?? environment.inputBucketName;
    if (named) {
      return named;
    }
    const { executions = [] } = await clients.states.send(
      new ListExecutionsCommand({ stateMachineArn: arns.stateMachine, maxResults: 1 }),
    );
    const executionArn = executions[0]?.executionArn;
    if (executionArn) {
      const { input = '{}' } = await clients.states.send(new DescribeExecutionCommand({ executionArn }));
      const { inputS3Bucket } = JSON.parse(input) as { inputS3Bucket?: unknown };
      if (typeof inputS3Bucket === 'string') {
        return inputS3Bucket;
      }
    }
    throw new NotChecked("nothing was sent: name the application's input bucket with --bucket");
  }

  private async policyId(): Promise<string> {
    const policyId = this.options.policyId ?? (await this.facts.policyMappings())?.[0]?.policyId;
    if (!policyId) {
      throw new NotChecked('nothing was sent: no policy is mapped');
    }
    return policyId;
  }

  private async customerId(): Promise<string> {
    const stripe = await this.facts.stripe();
    const { customerId } = this.options;
    if (!customerId) {
      const { data } = await stripe.customers.list({ limit: 1 });
      if (data[0]) {
        return data[0].id;
      }
      throw new NotChecked(
        'nothing was sent: Stripe has no customer; create one, or name one with --customer',
      );
    }
    try {
      const customer = await stripe.customers.retrieve(customerId);
      if (!customer.deleted) {
        return customerId;
      }
    } catch (error) {
      // A key that may not read customers may still bill them.
      if (error instanceof Stripe.errors.StripePermissionError) {
        return customerId;
      }
      if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) {
        throw error;
      }
    }
    throw new CommandError(
      `Nothing was sent: ${customerId} is not a customer in Stripe. Name another with --customer.`,
    );
  }
}
