import type { Line } from './check';

const marks = { passed: '✓', failed: '✗', 'not checked': '–' } as const;

/** A line for the operator, with its fix below. */
export function lineText({ what, outcome, seen, remedy }: Line): string {
  const text = outcome === 'passed' ? seen : shortened(seen);
  return [`${marks[outcome]} ${what}: ${text}`, ...remedy.map((step) => `    ${step}`)].join('\n');
}

/** The longest text of a line that is not ✓, in characters: AWS's messages have no limit. `--json` has all of it. */
const longest = 300;

const shortened = (text: string) => (text.length > longest ? `${text.slice(0, longest)}…` : text);

export function summaryText(lines: readonly Line[]): string {
  const count = (outcome: Line['outcome']) => lines.filter((line) => line.outcome === outcome).length;
  return `${count('passed')} ✓, ${count('failed')} ✗, ${count('not checked')} not checked (–)`;
}
