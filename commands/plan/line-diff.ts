/** A line of a diff: `-` only before, `+` only after, ` ` in both. */
export interface DiffLine {
  readonly sign: '-' | '+' | ' ';
  readonly text: string;
}

/** The shortest edit from one text to the other, as `diff` prints it: removed lines before added ones. */
export function diffLines(before: readonly string[], after: readonly string[]): DiffLine[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) {
    start++;
  }
  let end = 0;
  while (
    end < Math.min(before.length, after.length) - start &&
    before[before.length - 1 - end] === after[after.length - 1 - end]
  ) {
    end++;
  }
  const same = (text: string): DiffLine => ({ sign: ' ', text });
  return [
    ...before.slice(0, start).map(same),
    ...differing(before.slice(start, before.length - end), after.slice(start, after.length - end)),
    ...before.slice(before.length - end).map(same),
  ];
}

/** By the longest common subsequence: `common[i][j]` is its length for `before` from i and `after` from j. */
function differing(before: readonly string[], after: readonly string[]): DiffLine[] {
  const common = Array.from({ length: before.length + 1 }, () => new Uint32Array(after.length + 1));
  const at = (i: number, j: number) => common[i]?.[j] ?? 0;
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      common[i]![j] = before[i] === after[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const lines: DiffLine[] = [];
  let i = 0;
  let j = 0;
  while (i < before.length || j < after.length) {
    const [left, right] = [before[i], after[j]];
    if (left !== undefined && left === right) {
      lines.push({ sign: ' ', text: left });
      i++;
      j++;
    } else if (left !== undefined && (right === undefined || at(i + 1, j) >= at(i, j + 1))) {
      lines.push({ sign: '-', text: left });
      i++;
    } else {
      lines.push({ sign: '+', text: right! });
      j++;
    }
  }
  return lines;
}

const contextLines = 2;

/**
 * Only the changed lines of a pretty-printed JSON document, with two lines around them. Each hunk is headed by the keys
 * that contain it, for example `@@ States.SendStripeMeterEvent.Retry @@`.
 */
export function hunksOf(lines: readonly DiffLine[]): string[] {
  const shown = lines.map((_, index) =>
    lines.slice(Math.max(0, index - contextLines), index + contextLines + 1).some(({ sign }) => sign !== ' '),
  );
  return lines.flatMap(({ sign, text }, index) => {
    if (!shown[index]) {
      return [];
    }
    const beginsHunk = index > 0 && !shown[index - 1];
    return [...(beginsHunk ? [`@@ ${pathTo(lines, index)} @@`] : []), `${sign} ${text}`];
  });
}

/** The keys of the objects and lists around a line, found by their lesser indentation. */
function pathTo(lines: readonly DiffLine[], index: number): string {
  const indentationOf = (text: string) => text.length - text.trimStart().length;
  const keys: string[] = [];
  let indentation = indentationOf(lines[index]?.text ?? '');
  for (let i = index - 1; i >= 0 && indentation > 0; i--) {
    const text = lines[i]?.text ?? '';
    if (indentationOf(text) >= indentation) {
      continue;
    }
    indentation = indentationOf(text);
    const key = /^\s*"((?:[^"\\]|\\.)*)":/.exec(text)?.[1];
    if (key !== undefined) {
      keys.unshift(key);
    }
  }
  return keys.join('.') || '…';
}
