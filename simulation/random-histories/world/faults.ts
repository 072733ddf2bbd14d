/** How the next calls of a state fail. */
export interface Fault {
  readonly state: string;
  /**
   * - `refuse`: nothing happens, the caller sees an error
   * - `lose`: it happens, the caller sees an error
   * - `late`: the caller sees a timeout, it happens afterwards
   * - `store`: Stripe answers 500 and keeps that under the Idempotency-Key
   * - `kill-before`, `kill-after`, `kill-late`: the execution is stopped before, after or shortly before it happens
   * - `kill-child`: the child of the Map Run alone is stopped after it happened
   * - `slow`: it takes long, but not too long
   */
  readonly kind: 'refuse' | 'lose' | 'late' | 'store' | 'kill-before' | 'kill-after' | 'kill-late' | 'slow';
  readonly times: number;
  /** Chooses among the errors of that kind, or the seconds. */
  readonly detail: number;
  /** The name that DynamoDB's error has instead. @default - chosen by `detail` */
  readonly error?: string;
}

/** Faults that wait for their calls; the oldest of a state comes first. */
export class Faults {
  private armed: { fault: Fault; left: number }[] = [];

  add(fault: Fault): void {
    this.armed.push({ fault, left: fault.times });
  }

  take(state: string): Fault | undefined {
    const entry = this.armed.find(({ fault, left }) => fault.state === state && left > 0);
    if (entry) {
      entry.left -= 1;
    }
    return entry?.fault;
  }

  clear(): void {
    this.armed = [];
  }
}
