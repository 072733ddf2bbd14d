import { numberOf, textOf } from '../dynamodb/attribute-values';
import type { World } from '../world/world';

export const scheduleSeconds = 300;

/** Lets time pass, and starts recovery as its schedule does. */
export class Schedule {
  /** Grows while runs change nothing, as if the schedule missed them: months of them would prove nothing more. */
  private everySeconds = scheduleSeconds;

  constructor(
    private readonly world: World,
    /** Whether recovery is started by itself. */
    public isOn: boolean,
  ) {}

  /** Something happened, so that the next run may change something again. */
  reset(): void {
    this.everySeconds = scheduleSeconds;
  }

  /** Lets time pass, with the recovery runs that fall into it. */
  async pass(seconds: number): Promise<void> {
    const { world } = this;
    const end = world.now() + seconds;
    let run = this.isOn ? this.nextRun() : Infinity;
    while (world.now() < end) {
      const looksAgain = world.now() + (world.executions.running > 0 ? scheduleSeconds : Infinity);
      await world.clock.advance(Math.max(0, Math.min(end, run, looksAgain) - world.now()));
      if (world.now() >= run && world.now() < end) {
        await this.recover();
      }
      run = this.isOn ? this.nextRun() : Infinity;
    }
  }

  /** When the schedule's next run finds something to do; a run that finds nothing changes nothing. */
  nextRun(): number {
    const { world } = this;
    const due = this.pendingDueTimes();
    const from = Math.max(Math.min(...due), world.now());
    const every = this.everySeconds;
    return from === Infinity ? Infinity : (Math.floor(from / every) + 1) * every;
  }

  private pendingDueTimes(): number[] {
    return this.world.ledger
      .items()
      .filter(({ openState }) => textOf(openState) === 'pending')
      .map(({ dueAt }) => numberOf(dueAt)!);
  }

  /** Starts a run now. */
  async recover(): Promise<void> {
    const before = this.closed();
    this.world.executions.start('recovery', {});
    await this.world.clock.advance(1);
    if (this.world.executions.running === 0 || this.closed() === before) {
      this.everySeconds = Math.min(this.everySeconds * 2, 12 * 3600);
    }
    this.everySeconds = Math.round(this.everySeconds);
  }

  private closed(): number {
    return this.world.ledger.items().filter(({ openState }) => openState === undefined).length;
  }
}
