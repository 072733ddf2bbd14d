import type { Log } from '../log';
import type { StatusLine } from '../status-line';
import type { Progress } from './messages';

/** What one stack's Terraform does now. */
interface StackWork {
  subcommand: string;
  readonly startedAt: number;
  /** When the first resource was begun: before that, Terraform starts its provider and reads. */
  changingSince: number | undefined;
  /** What was read from AWS. */
  read: number;
  /** How many actions each planned resource still needs: two if it is replaced. */
  readonly planned: Map<string, number>;
  done: number;
  /** Resources that are begun and could not be finished. */
  incomplete: number;
  /** What is being done, oldest first. */
  readonly running: Map<string, string>;
}

/** How many resources a plan names, how many of them are done, and how many were begun and could not be finished. */
export interface ApplyCounts {
  readonly planned: number;
  readonly done: number;
  readonly incomplete: number;
}

/** Terraform's subcommands that take long, in words. */
const works: Readonly<Record<string, string>> = {
  init: 'initializing',
  plan: 'planning',
  apply: 'applying',
  destroy: 'destroying',
};

const doings: Readonly<Record<string, string>> = {
  create: 'creating',
  update: 'changing',
  delete: 'destroying',
  read: 'reading',
};

/** A minute: Terraform itself repeats every ten seconds that something is not done yet. */
const reminderSeconds = 60;

/** From so many resources on, their pace says when the rest will be done. */
const fewestForEstimate = 3;

/**
 * Shows what Terraform does in one or several stacks at once: at a terminal as one line, elsewhere as a line for each
 * resource that is done.
 */
export class TerraformProgress {
  private readonly stacks = new Map<string, StackWork>();

  constructor(
    private readonly options: {
      readonly status: StatusLine;
      readonly say: Log;
      /** Prints what a plan is about to do, for plans that are not shown otherwise. @default false */
      readonly saysPlannedChanges?: boolean;
      /** In milliseconds. @default - the machine's clock */
      readonly now?: () => number;
    },
  ) {}

  take(stack: string, progress: Progress): void {
    const { status } = this.options;
    if (progress.type === 'begin') {
      this.begin(stack, progress.subcommand);
      return;
    }
    const work = this.stacks.get(stack);
    if (!work) {
      return;
    }
    if (progress.type === 'end') {
      status.remove(stack);
      return;
    }
    if (progress.type === 'apply_start') {
      work.changingSince ??= this.now();
    }
    count(work, progress);
    if (this.isSaid(progress)) {
      status.above(() => this.options.say(`${stack}: ${progress.text}`));
    } else {
      status.redraw();
    }
  }

  /** How much of a stack's plan is done. */
  appliedIn(stack: string): ApplyCounts {
    const { done = 0, incomplete = 0, planned } = this.stacks.get(stack) ?? {};
    return { done, incomplete, planned: planned?.size ?? 0 };
  }

  private begin(stack: string, subcommand: string): void {
    if (!works[subcommand]) {
      return;
    }
    const work: StackWork = {
      subcommand,
      startedAt: this.now(),
      changingSince: undefined,
      read: 0,
      planned: new Map(),
      done: 0,
      incomplete: 0,
      running: new Map(),
    };
    this.stacks.set(stack, work);
    this.options.status.show(stack, () => `${stack}: ${this.textOf(work)}`);
  }

  private textOf(work: StackWork): string {
    const { subcommand, startedAt, changingSince, read, planned, done } = work;
    const now = this.now();
    const elapsed = inWords((now - startedAt) / 1000);
    if (planned.size === 0 || !isChanging(subcommand)) {
      const readings = read > 0 ? `, ${read} resources read` : '';
      return `${works[subcommand]}${readings}, ${elapsed}`;
    }
    const secondsForEach = done >= fewestForEstimate ? (now - (changingSince ?? now)) / 1000 / done : 0;
    const left = secondsForEach * (planned.size - done);
    const estimate = left > 0 ? `, about ${inWords(Math.max(1, left))} left` : '';
    const [oldest] = work.running;
    const others = work.running.size - 1;
    const doing = oldest ? `: ${oldest[1]} ${oldest[0]}${others > 0 ? ` and ${others} more` : ''}` : '';
    return `${done} of ${planned.size} resources, ${elapsed}${estimate}${doing}`;
  }

  private isSaid({ type, subcommand, text, action, elapsedSeconds = 0 }: Progress): boolean {
    const { status, saysPlannedChanges = false } = this.options;
    if (!isChanging(subcommand)) {
      return type === 'planned_change' && saysPlannedChanges;
    }
    switch (type) {
      case 'change_summary':
        return !text.startsWith('Plan:');
      case 'apply_errored':
        return true;
      case 'apply_complete':
        return !status.isShown && action !== 'read';
      case 'apply_progress':
        return !status.isShown && elapsedSeconds > 0 && elapsedSeconds % reminderSeconds === 0;
      default:
        return false;
    }
  }

  private now(): number {
    return (this.options.now ?? Date.now)();
  }
}

const isChanging = (subcommand: string) => subcommand === 'apply' || subcommand === 'destroy';

function count(work: StackWork, { type, address = '', action = '' }: Progress): void {
  const { planned, running } = work;
  switch (type) {
    case 'refresh_complete':
      work.read += 1;
      break;
    case 'planned_change':
      if (['create', 'update', 'delete', 'replace'].includes(action)) {
        planned.set(address, action === 'replace' ? 2 : 1);
      }
      break;
    case 'apply_start':
      running.set(address, doings[action] ?? action);
      break;
    case 'apply_complete': {
      running.delete(address);
      if (action === 'read') {
        work.read += 1;
      }
      const left = planned.get(address) ?? 0;
      if (left > 0) {
        planned.set(address, left - 1);
        work.done += left === 1 ? 1 : 0;
      }
      break;
    }
    case 'apply_errored':
      running.delete(address);
      work.incomplete += 1;
      break;
  }
}

/** For example `8 s` or `3 min`. */
function inWords(seconds: number): string {
  return seconds < 90 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`;
}
