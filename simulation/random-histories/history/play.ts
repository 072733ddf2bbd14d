import { hourStartOf } from '../../../ledger/keys';
import { numberOf, textOf, type Item } from '../dynamodb/attribute-values';
import type { Definitions } from '../world/machines';
import { withMathRandom } from '../world/random';
import { unknownCustomer } from '../world/stripe-side';
import { World } from '../world/world';
import type { Action, History } from './history';
import { processingHistoryKey } from '../../../settings/application';

/** How a history ended, after the faults stopped and recovery had its time. */
export interface Played {
  readonly world: World;
  /** Rows that the application wrote after the last write of an execution could have been seen. */
  readonly rewritten: ReadonlySet<string>;
  readonly foreign: ReadonlySet<string>;
  readonly dropped: boolean;
  /** Whether something that recovery should have closed is still open. */
  readonly exhausted: boolean;
}

const scheduleSeconds = 300;

/** After the faults have stopped everything ends in this time: six questions, an hour apart, and what came before. */
const settledSeconds = 20 * 3600;

export async function play(definitions: Definitions, history: History, traced = false): Promise<Played> {
  const world = new World(definitions, history.settings, traced);
  return withMathRandom(world.random, () => new Player(world, history.settings.scheduled).play(history));
}

class Player {
  /** Grows while runs change nothing, as if the schedule missed them: months of them would prove nothing more. */
  private everySeconds = scheduleSeconds;
  private readonly remembered = new Map<string, Item | undefined>();
  private readonly rewritten = new Set<string>();
  private readonly foreign = new Set<string>();
  private dropped = false;
  private readonly uploads: Extract<Action, { do: 'upload' }>[] = [];

  constructor(
    private readonly world: World,
    private scheduled: boolean,
  ) {}

  async play({ steps }: History): Promise<Played> {
    for (const { after, action } of steps) {
      await this.pass(after);
      this.world.note(JSON.stringify(action));
      await this.perform(action);
    }
    const exhausted = await this.settle();
    const { world, rewritten, foreign, dropped } = this;
    return { world, rewritten, foreign, dropped, exhausted };
  }

  /** Lets time pass, with the recovery runs that fall into it. */
  private async pass(seconds: number): Promise<void> {
    const { world } = this;
    const end = world.now() + seconds;
    let run = this.scheduled ? this.nextRun() : Infinity;
    while (world.now() < end) {
      const looksAgain = world.now() + (world.executions.running > 0 ? scheduleSeconds : Infinity);
      await world.clock.advance(Math.max(0, Math.min(end, run, looksAgain) - world.now()));
      if (world.now() >= run && world.now() < end) {
        await this.recover();
      }
      run = this.scheduled ? this.nextRun() : Infinity;
    }
  }

  /** When the schedule's next run finds something to do; a run that finds nothing changes nothing. */
  private nextRun(): number {
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

  private async recover(): Promise<void> {
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

  private async perform(action: Action): Promise<void> {
    const { world } = this;
    this.everySeconds = scheduleSeconds;
    switch (action.do) {
      case 'upload':
        this.uploads.push(action);
        this.start(action);
        break;
      case 'repeat': {
        const upload = chosen(this.uploads, action.which);
        if (upload) {
          this.start(upload);
        }
        break;
      }
      case 'fault':
        world.faults.add(action.fault);
        break;
      case 'redrive': {
        const ended = world.executions.all.filter(({ result }) => result && result.status !== 'SUCCEEDED');
        const execution = chosen(ended, action.which);
        if (execution) {
          world.note(`redrive ${execution.name}: ${world.executions.redrive(execution)}`);
        }
        break;
      }
      case 'kill':
        chosen(
          world.executions.all.filter(({ result }) => !result),
          action.which,
        )?.controller.abort();
        break;
      case 'recover':
        await this.recover();
        break;
      case 'schedule':
        this.scheduled = action.on;
        break;
      case 'outage':
        world.outages.add(action.service, action.seconds, action.share);
        break;
      case 'key':
        this.changeKey(action.change);
        break;
      case 'row':
        this.changeRow(action.id, action.change);
        break;
      case 'drop':
        this.dropped = true;
        world.stripe.dropNext(action.customer);
        break;
      case 'foreign': {
        const identifier = `foreign-${this.foreign.size}`;
        this.foreign.add(identifier);
        world.stripe.sendForeignEvent(identifier, action.customer, action.bytes, Math.floor(world.now()));
        break;
      }
      case 'customer':
        world.stripe.addCustomer(unknownCustomer);
        break;
      case 'lag':
        world.indexLagSeconds = action.seconds;
        break;
    }
  }

  private start({ id, customer, bytes }: Extract<Action, { do: 'upload' }>): void {
    this.world.executions.start('orchestrator', {
      processingHistoryId: id,
      customerId: customer,
      policyId: 'policy',
      usageAmountBytes: bytes,
    });
  }

  private changeKey(change: Extract<Action, { do: 'key' }>['change']): void {
    const { stripe } = this.world;
    switch (change) {
      case 'revoke':
        return stripe.revokeKey();
      case 'rotate':
        return stripe.rotateKey();
      case 'deploy':
        return stripe.deploy('right');
      case 'deploy wrong mode':
        return stripe.deploy('wrong');
    }
  }

  private changeRow(id: string, change: Extract<Action, { do: 'row' }>['change']): void {
    const { rows } = this.world;
    switch (change) {
      case 'delete':
        return rows.set(id, undefined);
      case 'rewrite':
        return rows.set(id, { [processingHistoryKey]: { S: id }, userId: { S: 'user' } });
      case 'remember':
        this.remembered.set(id, rows.get(id));
        return;
      case 'restore':
        if (this.remembered.has(id)) {
          rows.set(id, this.remembered.get(id));
          this.rewritten.add(id);
        }
    }
  }

  /** Everything works again; recovery gets the time that it needs. @returns whether that was not enough */
  private async settle(): Promise<boolean> {
    const { world } = this;
    world.note('everything works again');
    world.faults.clear();
    world.outages.clear();
    world.stripe.rotateKey();
    world.stripe.deploy('right');
    world.indexLagSeconds = 0;
    this.scheduled = true;
    this.everySeconds = scheduleSeconds;
    // What still runs ends, or is stopped by its time limit.
    await this.pass(7200 + 600);
    const end = world.now() + settledSeconds;
    const unsettled = () => this.somethingMayClose() || world.executions.running > 0;
    while (unsettled() && world.now() < end) {
      this.everySeconds = scheduleSeconds;
      const untilRun = Math.min(this.nextRun() - world.now(), scheduleSeconds * 24);
      // A run with a dozen items takes some minutes.
      await this.pass(untilRun + 20);
    }
    return unsettled();
  }

  /** A usage check waits for the undecided events of its hour, and those for a person. */
  private somethingMayClose(): boolean {
    const items = this.world.ledger.items();
    const undecided = items.filter(({ status }) => textOf(status) === 'undecided');
    return items.some(
      (item) =>
        textOf(item.openState) === 'pending' &&
        !undecided.some(
          ({ customerId, timestamp }) =>
            timestamp &&
            item.hourStart &&
            textOf(customerId) === textOf(item.checkedCustomerId) &&
            hourStartOf(numberOf(timestamp)!) === numberOf(item.hourStart),
        ),
    );
  }
}

function chosen<T>(list: readonly T[], which: number): T | undefined {
  return list.length > 0 ? list[which % list.length] : undefined;
}
