import { knownAfterApply, linesOf, shownValue } from '../shared/plans/attribute-values';
import { diffLines, hunksOf } from './line-diff';
import { isSame, isZero } from '../shared/plans/attribute-comparison';
import { attributesOf, type Change } from '../shared/plans/terraform-plan';

/** The lines of a `diff` code block that show how a resource's attributes change. */
export function attributeChanges(change: Change): string[] {
  const before = attributesOf(change.before);
  const after = attributesOf(change.after);
  const unknown = attributesOf(change.after_unknown);
  const names = new Set([...Object.keys(before), ...Object.keys(after), ...Object.keys(unknown)]);
  const isGone = change.after === null || change.after === undefined;
  return [...names].sort().flatMap((name) => {
    // Attributes that AWS will fill in say nothing about a new resource.
    if (change.actions.includes('create') && isZero(before[name]) && unknown[name] === true) {
      return [];
    }
    const old = shownValue(before[name], { sensitive: markOf(change.before_sensitive, name) });
    const next = shownValue(after[name], {
      sensitive: markOf(change.after_sensitive, name),
      unknown: isGone ? undefined : unknown[name],
    });
    if (!isSame(old, next)) {
      return attributeChange(name, old, next);
    }
    return isSame(before[name], after[name]) ? [] : [`! ${name}: a sensitive value changes`];
  });
}

function attributeChange(name: string, before: unknown, after: unknown): string[] {
  const old = isAbsent(before) ? [] : linesOf(before);
  const next = isAbsent(after) ? [] : linesOf(after);
  if (after === knownAfterApply && old.length > 1) {
    return [`! ${name} changes ${knownAfterApply}`];
  }
  if (old.length <= 1 && next.length <= 1) {
    return [...old.map((line) => `- ${name} = ${line}`), ...next.map((line) => `+ ${name} = ${line}`)];
  }
  return [`  ${name} =`, ...hunksOf(diffLines(old, next)).map(indented)];
}

const isAbsent = (value: unknown) => isZero(value) && typeof value !== 'number' && typeof value !== 'boolean';

/** The sign stays in the first column, where it colours the line. */
function indented(line: string): string {
  return line.startsWith('@@') ? line : `${line.slice(0, 2)}  ${line.slice(2)}`;
}

function markOf(marks: unknown, name: string): unknown {
  return marks === true || attributesOf(marks)[name];
}
