import type { ProbeContext } from './context';
import type { questionIds } from './options';

export interface Answer {
  /** Whether what was seen is what the project assumes. */
  readonly agrees: boolean;
  readonly seen: string;
}

/** Something that the project takes for true of AWS or Stripe, and how a real account shows whether it is. */
export interface Question {
  /** To be named with `--only`. */
  readonly id: (typeof questionIds)[number];
  /** The assumption, as a sentence. */
  readonly assumption: string;
  /** The files that would have to change if it were wrong. */
  readonly dependsOn: readonly string[];
  /** @throws if the account gives no answer; that is neither agreement nor disagreement */
  ask(context: ProbeContext): Promise<Answer>;
}
