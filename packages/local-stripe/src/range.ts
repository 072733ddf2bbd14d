import { StripeFailure } from './errors';
import type { ParamReader } from './params';

const comparisons: Record<string, (time: number, limit: number) => boolean> = {
  gt: (time, limit) => time > limit,
  gte: (time, limit) => time >= limit,
  lt: (time, limit) => time < limit,
  lte: (time, limit) => time <= limit,
};

/**
 * Whether a time lies within the range of a parameter such as `created[gte]`; every time does without one.
 *
 * @param parse the Unix seconds of a limit, undefined if it is none
 */
export function rangeOf(
  params: ParamReader,
  name: string,
  parse: (text: string) => number | undefined,
): (time: number) => boolean {
  const range = params.object(name).only({ supported: Object.keys(comparisons) });
  const limits = Object.entries(comparisons).flatMap(([operator, compare]) => {
    const text = range.optional(operator);
    const limit = text === undefined ? undefined : parse(text);
    if (text !== undefined && limit === undefined) {
      throw new StripeFailure(`Invalid timestamp: ${text}`, { param: `${name}[${operator}]` });
    }
    return limit === undefined ? [] : [{ compare, limit }];
  });
  return (time) => limits.every(({ compare, limit }) => compare(time, limit));
}

/** The limit of a v1 range. */
export function unixSeconds(text: string): number | undefined {
  return /^\d{1,12}$/.test(text) ? Number(text) : undefined;
}
