import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { randomUUID } from 'node:crypto';
import Stripe from 'stripe';
import type { MeterEvent, UnknownItem } from '../../ledger/item';
import { CommandError } from '../../clients/command-error';
import { NotChecked, once } from './check';
import type { Facts } from './facts';
import { minuteOf, usageOf } from './meter-usage';
import { processFile, recordOf, type Processed, type ProcessingOptions } from './processing';

/** `waitSeconds` is waited for the execution's end, and the same again for the meter event to be counted. */
export interface SendOptions extends ProcessingOptions {
  /** Who is billed. @default - the newest customer; required in live */
  readonly customerId?: string;
}

export interface Sent extends Processed {
  readonly processingHistoryId: string;
  readonly customerId: string;
  readonly bytes: number;
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
    return recordOf(this.facts, processingHistoryId);
  });

  /** The meter event in the ledger. */
  readonly meterEvent = once(async (): Promise<MeterEvent | UnknownItem | undefined> => {
    const { processingHistoryId } = await this.sent();
    const item = await this.facts.ledger.item(processingHistoryId);
    return item?.kind === 'usage check' ? undefined : item;
  });

  private async send(): Promise<Sent> {
    // The customer first: without permission to read the key, no other permission is needed.
    const customerId = await this.customerId();
    const since = minuteOf(Date.now()) - 60;
    const usageBefore = await usageOf(this.facts, customerId, since);
    const processingHistoryId = randomUUID();
    const processed = await processFile(this.facts, this.options, {
      processingHistoryId,
      customerId,
      executionName: `verify-${processingHistoryId}`,
    });
    const bytes = this.options.file.body.byteLength;
    return { ...processed, processingHistoryId, customerId, bytes, since, usageBefore };
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
