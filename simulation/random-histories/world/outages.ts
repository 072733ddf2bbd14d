import type { Fault } from './faults';

interface Outage {
  readonly service: string;
  readonly until: number;
  /** Of all calls, those that fail; a part of them happens nevertheless. */
  readonly share: number;
}

/** Times in which a service fails by chance. */
export class Outages {
  private outages: Outage[] = [];

  constructor(
    private readonly now: () => number,
    private readonly random: () => number,
  ) {}

  add(service: 'dynamodb' | 'stripe', seconds: number, share: number): void {
    this.outages.push({ service, until: this.now() + seconds * 1000, share });
  }

  clear(): void {
    this.outages = [];
  }

  faultOf(service: string, state: string): Fault | undefined {
    const outage = this.outages.find((one) => one.service === service && one.until > this.now());
    if (!outage || this.random() >= outage.share) {
      return undefined;
    }
    const kind = this.random() < 0.4 ? 'lose' : 'refuse';
    return { state, kind, times: 1, detail: Math.floor(this.random() * 10) };
  }
}
