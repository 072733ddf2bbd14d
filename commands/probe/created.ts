import { undefinedIfAbsent } from '../../clients/aws/undefined-if-absent';

interface Thing {
  readonly what: string;
  readonly settled: Promise<unknown>;
  readonly remove: () => Promise<unknown>;
}

/** What a probe has created so far, so that all of it is deleted however the probe ends. */
export class Created {
  private readonly things: Thing[] = [];

  constructor(private readonly signal: AbortSignal) {}

  /**
   * Creates a thing. It counts from before the request on: a response may be lost, or come after Ctrl-C.
   *
   * @param remove deletes it; that it does not exist is no error
   * @throws what `make` throws, and the signal's reason after Ctrl-C
   */
  async add<T>(what: string, make: () => Promise<T>, remove: () => Promise<unknown>): Promise<T> {
    this.signal.throwIfAborted();
    const making = make();
    this.things.push({ what, settled: making.catch(() => undefined), remove });
    return making;
  }

  /** Deletes everything, the newest first; returns what could not be deleted, with the reason. */
  async removeAll(): Promise<string[]> {
    const left: string[] = [];
    for (const { what, settled, remove } of this.things.splice(0).reverse()) {
      await settled;
      await undefinedIfAbsent(remove()).catch((error: unknown) => {
        left.push(`${what} (${(error as Error).message})`);
      });
    }
    return left;
  }
}
