import type { Services } from '../services';

/** The time of the local AWS and the local Stripe, which starts as the machine's and can be put forward. */
export class DemoClock {
  private aheadSeconds = 0;

  constructor(private readonly services: Pick<Services, 'aws' | 'stripe'>) {}

  /** Unix seconds. */
  now(): number {
    return Math.floor(Date.now() / 1000) + this.aheadSeconds;
  }

  advance(seconds: number): void {
    this.services.aws.advance(seconds);
    this.services.stripe.advanceSeconds(seconds);
    this.aheadSeconds += seconds;
  }

  /**
   * Moves on to a time, in Unix seconds, unless it has passed.
   *
   * @returns the seconds that passed by this
   */
  advanceTo(time: number): number {
    const seconds = Math.max(0, time - this.now());
    this.advance(seconds);
    return seconds;
  }
}

/** Seconds in words: `16 minutes`, `1 hour 5 minutes`. */
export function inWords(seconds: number): string {
  const minutes = Math.ceil(seconds / 60);
  const parts = [
    [Math.floor(minutes / 60), 'hour'],
    [minutes % 60, 'minute'],
  ] as const;
  const words = parts.filter(([n]) => n > 0).map(([n, unit]) => `${n} ${unit}${n === 1 ? '' : 's'}`);
  return words.join(' ') || '0 minutes';
}
