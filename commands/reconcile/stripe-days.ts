/** What Stripe counted of a customer by day, in bytes; undefined if Stripe does not know the customer. */
export type CountedDays = ReadonlyMap<number, number> | undefined;

/** Requests that wait for their response at the same time; the pace decides how many begin. */
const concurrency = 10;

/** Asks Stripe about each customer once, while the ledger is still being read. */
export class StripeDays {
  readonly customers = new Map<string, CountedDays>();
  private readonly known = new Set<string>();
  private readonly waiting: string[] = [];
  private readonly workers = new Set<Promise<void>>();
  private failure: { readonly error: unknown } | undefined;

  /** @param onFailure ends what else is under way, because the whole comparison fails */
  constructor(
    private readonly ask: (customer: string) => Promise<CountedDays>,
    private readonly onFailure: () => void,
  ) {}

  add(customer: string): void {
    if (this.known.has(customer) || this.failure) {
      return;
    }
    this.known.add(customer);
    this.waiting.push(customer);
    if (this.workers.size < concurrency) {
      const worker = this.work().finally(() => this.workers.delete(worker));
      this.workers.add(worker);
    }
  }

  get asked(): number {
    return this.known.size;
  }

  /** Asks about no more customers. */
  stop(): void {
    this.waiting.length = 0;
  }

  /** Ends when Stripe has answered for every customer. @throws the first error of a request */
  async done(): Promise<void> {
    await Promise.all(this.workers);
    if (this.failure) {
      throw this.failure.error;
    }
  }

  private async work(): Promise<void> {
    for (let customer = this.waiting.shift(); customer !== undefined; customer = this.waiting.shift()) {
      try {
        this.customers.set(customer, await this.ask(customer));
      } catch (error) {
        this.failure ??= { error };
        this.stop();
        this.onFailure();
        return;
      }
    }
  }
}
