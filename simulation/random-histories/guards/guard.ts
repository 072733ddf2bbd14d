import type { Change } from './break';
import type { Focus } from '../history/arbitrary';

/** A guard of the definitions, and where its absence shows. */
export interface Guard {
  /** What it guards, as a sentence. */
  readonly guards: string;
  /** The changes that take it out. */
  readonly without: readonly Change[];
  readonly focus: Focus;
  /** A problem that its absence causes. */
  readonly shows: RegExp;
  /** Steps of a history after its beginning, at most. @default 8 */
  readonly steps?: number;
}

/** A condition that always holds and needs no value. */
export function always(attribute: string): string {
  return `(attribute_exists(${attribute}) OR attribute_not_exists(${attribute}))`;
}
