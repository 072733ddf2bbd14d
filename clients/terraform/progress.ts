import type { Log } from '../log';
import type { StatusLine } from '../status-line';
import type { Progress } from './messages';
import { isChanging, isLong, newWork, takeIn, workText, type StackWork } from './stack-work';

/** How many resources a plan names, how many of them are done, and how many were begun and could not be finished. */
export interface ApplyCounts {
  readonly planned: number;
  readonly done: number;
  readonly incomplete: number;
}

/** A minute: Terraform itself repeats every ten seconds that something is not done yet. */
const reminderSeconds = 60;

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
    takeIn(work, progress);
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
    if (!isLong(subcommand)) {
      return;
    }
    const work = newWork(subcommand, this.now());
    this.stacks.set(stack, work);
    this.options.status.show(stack, () => `${stack}: ${workText(work, this.now())}`);
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
