import type { ExecutionResult } from '@usage-billing/local-aws/step-functions/types';
import { customers, type LoadWorld } from './load-world';

/** How one upload ended. */
export interface Upload {
  readonly result: ExecutionResult;
  /** From its start to its end, with the 5 seconds of its child. */
  readonly seconds: number;
}

/** What uploads came to, as plain values. */
export interface UploadFigures {
  readonly offered: number;
  readonly ended: number;
  /** Why executions did not succeed. */
  readonly failures: readonly string[];
  /** Those whose own execution sent the meter event. */
  readonly sent: number;
  /** Of the slowest one, with the 5 seconds of its child. */
  readonly slowestSeconds: number;
}

export function figuresOf({ offered, ended, sent }: Uploads): UploadFigures {
  const failed = ended.filter(({ result }) => result.status !== 'SUCCEEDED');
  return {
    offered,
    ended: ended.length,
    failures: failed.map(({ result }) => `${result.status}: ${result.cause}`),
    sent: sent.length,
    slowestSeconds: Math.max(...ended.map(({ seconds }) => seconds)),
  };
}

/** Uploads that are offered at a steady rate. */
export class Uploads {
  readonly ended: Upload[] = [];
  offered = 0;

  constructor(
    private readonly world: LoadWorld,
    private readonly prefix: string,
  ) {}

  /** Offers so many, and returns when the last is offered. */
  async offer(count: number, perSecond: number): Promise<void> {
    const from = this.world.now();
    for (let index = 0; index < count; index++) {
      void this.upload();
      // In steps of a tenth of a second: each one costs time in reality.
      if (this.world.now() < from + Math.floor((10 * (index + 1)) / perSecond) / 10) {
        await this.world.pass(0.1);
      }
    }
  }

  async allEnded(): Promise<void> {
    while (this.ended.length < this.offered) {
      await this.world.pass(1);
    }
  }

  /** Those whose own execution sent the meter event. */
  get sent(): readonly Upload[] {
    return this.ended.filter(({ result }) => result.output?.includes('"stripeMeterEvent":"sent"'));
  }

  private async upload(): Promise<void> {
    const from = this.world.now();
    const number = this.offered++;
    const customer = customers[number % customers.length]!;
    const result = await this.world.upload(`${this.prefix}-${number}`, customer, bytesOf(number));
    this.ended.push({ result, seconds: this.world.now() - from });
  }
}

/** Different ones, so that a mixed-up event shows in the sums. */
const bytesOf = (number: number) => 1_000 + (number % 997);
