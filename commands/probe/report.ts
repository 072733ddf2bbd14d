import type { AnsweredQuestion } from './answered-question';
import { openQuestions } from './open-questions';

const marks = { agrees: '✓', disagrees: '✗', 'no answer': '–' } as const;

/** A question for the operator; what depends on it stands where it is needed: below a disagreement. */
export function answerText({ id, assumption, outcome, seen, dependsOn }: AnsweredQuestion): string {
  return [
    `${marks[outcome]} ${id}: ${outcome === 'disagrees' ? '**disagrees**' : outcome}`,
    `    Assumed: ${assumption}`,
    `    ${outcome === 'no answer' ? 'Why' : 'Seen'}: ${seen}`,
    `    What depends on it: ${dependsOn.join(', ')}`,
  ].join('\n');
}

export function summaryText(all: readonly AnsweredQuestion[]): string {
  const count = (outcome: AnsweredQuestion['outcome']) => all.filter((one) => one.outcome === outcome).length;
  return [
    'Not asked:',
    ...openQuestions.map(({ what, reason }) => `    ${what}: ${reason}`),
    '',
    `${all.length} questions: ${count('agrees')} agree (✓), ${count('disagrees')} disagree (✗), ${count('no answer')} without an answer (–)`,
  ].join('\n');
}

/** The result for `--json`. */
export const jsonResult = (all: readonly AnsweredQuestion[], left: readonly string[]) => ({
  questions: all,
  notAsked: openQuestions,
  leftBehind: left,
});
