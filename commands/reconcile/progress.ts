import type { Writable } from 'node:stream';
import type { Reading } from './reconciliation';

/** From one line to the next, where lines cannot be redrawn. */
const plainMilliseconds = 10_000;
const redrawnMilliseconds = 200;

/** Shows how far the reading is: one line that is redrawn in a terminal, a line now and then elsewhere. */
export class Progress {
  private last = performance.now();
  private isShown = false;

  constructor(private readonly output: Writable & { readonly isTTY?: boolean }) {}

  show({ events, answered, customers }: Reading): void {
    const now = performance.now();
    if (now - this.last < (this.output.isTTY ? redrawnMilliseconds : plainMilliseconds)) {
      return;
    }
    this.last = now;
    this.isShown = true;
    const text = `Read ${events} events of the ledger; Stripe answered for ${answered} of ${customers} customers so far.`;
    this.output.write(this.output.isTTY ? `\r\u001b[2K${text}` : `${text}\n`);
  }

  /** Takes the redrawn line away. */
  end(): void {
    if (this.output.isTTY && this.isShown) {
      this.output.write('\r\u001b[2K');
    }
  }
}
