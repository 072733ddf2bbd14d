import type { Asked } from './asking';
import { cannotBeAsked } from './cannot-be-asked';

const marks = { agrees: '✓', disagrees: '✗', 'no answer': '–' } as const;

/** A question for the operator; what depends on it stands where it is needed: below a disagreement. */
export function askedText({ id, assumption, outcome, seen, dependsOn }: Asked): string {
  return [
    `${marks[outcome]} ${id}: ${outcome === 'disagrees' ? '**disagrees**' : outcome}`,
    `    Assumed: ${assumption}`,
    `    ${outcome === 'no answer' ? 'Why' : 'Seen'}: ${seen}`,
    `    On it depends: ${dependsOn.join(', ')}`,
  ].join('\n');
}

export function summaryText(all: readonly Asked[]): string {
  const count = (outcome: Asked['outcome']) => all.filter((one) => one.outcome === outcome).length;
  return [
    'Not asked:',
    ...cannotBeAsked.map(({ what, reason }) => `    ${what}: ${reason}`),
    '',
    `${all.length} questions: ${count('agrees')} agree (✓), ${count('disagrees')} disagree (✗), ${count('no answer')} without an answer (–)`,
  ].join('\n');
}

/** The result for `--json`. */
export const jsonResult = (all: readonly Asked[], left: readonly string[]) => ({
  questions: all,
  notAsked: cannotBeAsked,
  leftBehind: left,
});
