import { CommandError } from '../../clients/command-error';

const seconds = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 } as const;

/**
 * The start of the period that is shown, written as for `aws logs tail --since`.
 *
 * @param text such as `30m`, `1h` or `2d`
 * @returns milliseconds since 1970
 * @throws CommandError for anything else
 */
export function sinceTime(text: string, now = Date.now()): number {
  const [, count, unit] = /^(\d{1,6})([smhdw])$/.exec(text) ?? [];
  if (!count || !unit) {
    throw new CommandError(
      `--since is "${text}": it must be a number with s, m, h, d or w, such as 30m, 1h or 2d.`,
    );
  }
  return now - Number(count) * seconds[unit as keyof typeof seconds] * 1000;
}
