import type { Account } from './account';
import { memoryLimitExceeded } from './evaluation-error';
import { checkText, sizeOf } from './value-size';

type Check = (args: readonly unknown[], account: Account) => void;

/** A text is written with its escapes, up to 6 characters each, before it can be measured. */
const maximumWrittenBytes = 64 * 1024 * 1024;

/** Refuses the call of a function, by its name, whose result would be too large before the function makes it. */
export const hugeResults: Readonly<Record<string, Check | undefined>> = {
  pad([, width]) {
    checkText(typeof width === 'number' ? Math.abs(width) : 0);
  },
  join([list, separator]) {
    if (Array.isArray(list)) {
      const separators = typeof separator === 'string' ? separator.length * (list.length - 1) : 0;
      checkText(sizeOf(list).bytes + separators);
    }
  },
  zip(lists, account) {
    const longest = Math.max(0, ...lists.map((list) => (Array.isArray(list) ? list.length : 1)));
    account.charge(8 * longest * lists.length);
  },
  string([value, prettify]) {
    if (typeof value === 'object' && value !== null) {
      const { bytes, nesting } = sizeOf(value);
      if (bytes * (prettify === true ? 1 + nesting / 4 : 1) > maximumWrittenBytes) {
        throw { ...memoryLimitExceeded };
      }
    }
  },
  replace([text, pattern, replacement], account) {
    if (typeof text === 'string' && typeof pattern === 'string' && typeof replacement === 'string') {
      const found = occurrences(text, pattern);
      account.charge(64 * found);
      checkText(found * replacement.length);
    }
  },
  split([text, separator]) {
    checkText(typeof text === 'string' && separator === '' ? 8 * text.length : 0);
  },
};

function occurrences(text: string, pattern: string): number {
  let found = 0;
  let at = pattern === '' ? -1 : text.indexOf(pattern);
  while (at >= 0) {
    found += 1;
    at = text.indexOf(pattern, at + pattern.length);
  }
  return found;
}
