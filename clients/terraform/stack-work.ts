import type { Progress } from './messages';

/** What one stack's Terraform does now. */
export interface StackWork {
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

/** From so many resources on, their pace says when the rest will be done. */
const fewestForEstimate = 3;

/** Whether a subcommand changes what is in AWS. */
export const isChanging = (subcommand: string) => subcommand === 'apply' || subcommand === 'destroy';

/** Whether a subcommand takes so long that somebody wants to see how far it is. */
export const isLong = (subcommand: string): boolean => Object.hasOwn(works, subcommand);

/** @param startedAt in milliseconds */
export const newWork = (subcommand: string, startedAt: number): StackWork => ({
  subcommand,
  startedAt,
  changingSince: undefined,
  read: 0,
  planned: new Map(),
  done: 0,
  incomplete: 0,
  running: new Map(),
});

/** Counts what Terraform reports. */
export function takeIn(work: StackWork, { type, address = '', action = '' }: Progress): void {
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

/** What Terraform does now, in a line. Times are in milliseconds. */
export function workText(work: StackWork, now: number): string {
  const { subcommand, startedAt, changingSince, read, planned, done } = work;
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

/** For example `8 s` or `3 min`. */
function inWords(seconds: number): string {
  return seconds < 90 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`;
}
