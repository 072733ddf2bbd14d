import type Stripe from 'stripe';
import type { AwsClients } from '../../clients/aws/clients';
import { catalog } from '../../settings/catalog';
import type { Environment } from '../../settings/environments';
import { Created } from './created';
import { probeEmail, probePrefix, probeTag } from './names';
import { readUntil, type Waits } from './waits';

export interface ProbeOptions {
  readonly environment: Environment;
  readonly aws: AwsClients;
  readonly stripe: Stripe;
  readonly meterId: string;
  /** The deployed connection; it is used only to send events of 0 bytes. */
  readonly connectionArn: string;
  /** The run's name, part of the name of everything that it creates. */
  readonly run: string;
  readonly waits: Waits;
  readonly signal: AbortSignal;
}

/** What the questions share: the account, and what one run creates in it. */
export class ProbeContext {
  readonly created: Created;
  private readonly shared = new Map<string, Promise<unknown>>();

  constructor(readonly options: ProbeOptions) {
    this.created = new Created(options.signal);
  }

  /** The name of a thing of this run. */
  nameOf(thing: string): string {
    return `${probePrefix}${this.options.run}-${thing}`;
  }

  /** Something that several questions need is created once. */
  once<T>(name: string, make: () => Promise<T>): Promise<T> {
    const made = this.shared.get(name) ?? make();
    this.shared.set(name, made);
    return made as Promise<T>;
  }

  /** Reads until what was read is enough; returns what was read last. */
  until<T>(waiting: keyof Waits, read: () => Promise<T>, isEnough: (found: T) => boolean): Promise<T> {
    const { waits, signal } = this.options;
    return readUntil(waits[waiting], read, isEnough, signal);
  }

  /** The id of the run's customer, who has no subscription: nobody is billed. */
  customer(): Promise<string> {
    return this.once('customer', async () => {
      const { stripe, run } = this.options;
      let id: string | undefined;
      return this.created.add(
        'the customer',
        async () => {
          const metadata = { [probeTag]: run };
          ({ id } = await stripe.customers.create({
            email: probeEmail,
            name: this.nameOf('customer'),
            metadata,
          }));
          return id;
        },
        () => this.removeCustomer(id),
      );
    });
  }

  /** @param id unknown if the response was lost */
  private async removeCustomer(id: string | undefined): Promise<void> {
    const { stripe, run } = this.options;
    for await (const customer of stripe.customers.list({ email: probeEmail, limit: 100 })) {
      if (customer.id === id || customer.metadata[probeTag] === run) {
        await stripe.customers.del(customer.id);
      }
    }
  }

  /** The parameters of a meter event of now, of 0 bytes for the run's customer. */
  async event(thing: string): Promise<EventParams> {
    const { customerKey, valueKey, eventName } = catalog.meter;
    return {
      event_name: eventName,
      identifier: this.nameOf(thing),
      payload: { [customerKey]: await this.customer(), [valueKey]: '0' },
      timestamp: Math.floor(Date.now() / 1000),
    };
  }
}

/** What Stripe requires of an event, and what the project always sends. */
export type EventParams = Required<Omit<Stripe.Billing.MeterEventCreateParams, 'expand'>>;
