import type { Line } from './check';

const marks = { passed: '✓', failed: '✗', 'not checked': '–' } as const;

/** A line for the operator, with its fix below. */
export function lineText({ what, outcome, seen, remedy }: Line): string {
  return [`${marks[outcome]} ${what}: ${seen}`, ...remedy.map((step) => `    ${step}`)].join('\n');
}

export function summaryText(lines: readonly Line[]): string {
  const count = (outcome: Line['outcome']) => lines.filter((line) => line.outcome === outcome).length;
  return `${count('passed')} ✓, ${count('failed')} ✗, ${count('not checked')} not checked (–)`;
}
