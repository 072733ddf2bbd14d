import type { Definitions } from '../world/machines';
import { withMathRandom } from '../world/random';
import { unknownCustomer } from '../world/stripe-account';
import { World } from '../world/world';
import { changeKey, RowChanges } from './changes';
import type { Action, History } from './history';
import { Schedule } from './schedule';
import { settle } from './settle';

/** How a history ended, after the faults stopped and recovery had its time. */
export interface Played {
  readonly world: World;
  /** Rows that the application wrote after the last write of an execution could have been seen. */
  readonly rewritten: ReadonlySet<string>;
  /** Uploads whose rows the application deleted, and that no execution has worked on since. */
  readonly gone: ReadonlySet<string>;
  /** Uploads whose rows the application deleted or wrote itself. */
  readonly touched: ReadonlySet<string>;
  readonly foreign: ReadonlySet<string>;
  readonly dropped: boolean;
  /** Whether something that recovery should have closed is still open. */
  readonly exhausted: boolean;
}

export async function play(definitions: Definitions, history: History, traced = false): Promise<Played> {
  const world = new World(definitions, history.settings, traced);
  return withMathRandom(world.random, () => new Player(world, history).play(history));
}

class Player {
  private readonly rows: RowChanges;
  private readonly foreign = new Set<string>();
  private dropped = false;
  private readonly uploads: Extract<Action, { do: 'upload' }>[] = [];

  private readonly schedule: Schedule;
  private readonly nameOf: (id: string) => string;

  constructor(
    private readonly world: World,
    { settings, names = {} }: History,
  ) {
    this.schedule = new Schedule(world, settings.scheduled);
    this.nameOf = (id) => names[id] ?? id;
    this.rows = new RowChanges(world);
  }

  async play({ steps }: History): Promise<Played> {
    for (const { after, action } of steps) {
      await this.schedule.pass(after);
      this.world.note(JSON.stringify(action));
      await this.perform(action);
    }
    const exhausted = await settle(this.world, this.schedule);
    const { world, rows, foreign, dropped } = this;
    return {
      world,
      rewritten: rows.rewritten,
      touched: rows.touched,
      gone: rows.gone,
      foreign,
      dropped,
      exhausted,
    };
  }

  private async perform(action: Action): Promise<void> {
    const { world } = this;
    this.schedule.reset();
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
          this.rows.gone.clear();
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
        await this.schedule.recover();
        break;
      case 'schedule':
        this.schedule.isOn = action.on;
        break;
      case 'outage':
        world.outages.add(action.service, action.seconds, action.share);
        break;
      case 'key':
        changeKey(world, action.change);
        break;
      case 'row':
        this.rows.change(this.nameOf(action.id), action.change);
        break;
      case 'drop':
        this.dropped = true;
        world.stripe.account.dropNext(action.customer);
        break;
      case 'foreign': {
        const identifier = `foreign-${this.foreign.size}`;
        this.foreign.add(identifier);
        world.stripe.account.sendForeignEvent(
          identifier,
          action.customer,
          action.bytes,
          Math.floor(world.now()),
        );
        break;
      }
      case 'customer':
        world.stripe.account.addCustomer(unknownCustomer);
        break;
      case 'lag':
        world.indexLagSeconds = action.seconds;
        break;
    }
  }

  private start({ id, customer, bytes }: Extract<Action, { do: 'upload' }>): void {
    const processingHistoryId = this.nameOf(id);
    this.rows.gone.delete(processingHistoryId);
    this.world.executions.start('orchestrator', {
      processingHistoryId,
      customerId: customer,
      policyId: 'policy',
      usageAmountBytes: bytes,
    });
  }
}

function chosen<T>(list: readonly T[], which: number): T | undefined {
  return list.length > 0 ? list[which % list.length] : undefined;
}
