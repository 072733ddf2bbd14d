import { StripeFailure, noSuch } from './errors';
import type { ParamReader } from './params';
import type { StripeObject } from './types';

/** Parameters that every list takes. */
export const pageParameters = ['limit', 'starting_after', 'ending_before'];

/** The list inside an object, whose further pages are at the address. */
export function firstTen<T extends StripeObject>(objects: readonly T[], url: string): StripeObject {
  return {
    object: 'list',
    url,
    has_more: objects.length > 10,
    data: [...objects].reverse().slice(0, 10),
  };
}

/** One page of a list, newest first. */
export function listPage<T extends StripeObject & { id: string }>(
  objects: Iterable<T>,
  params: ParamReader,
  url: string,
): StripeObject {
  const all = [...objects].reverse();
  const limit = params.integer('limit') ?? 10;
  if (limit < 1 || limit > 100) {
    throw new StripeFailure(`This value must be between 1 and 100 (it currently is '${limit}').`, {
      param: 'limit',
    });
  }
  const indexOf = (name: string): number | undefined => {
    const id = params.optional(name);
    const index = all.findIndex((object) => object.id === id);
    if (id !== undefined && index < 0) {
      throw noSuch('object', id, name, 400);
    }
    return id === undefined ? undefined : index;
  };
  const after = indexOf('starting_after');
  const before = indexOf('ending_before');
  const start = before !== undefined ? Math.max(0, before - limit) : after !== undefined ? after + 1 : 0;
  const end = Math.min(start + limit, before ?? all.length);
  const hasMore = before !== undefined ? start > 0 : end < all.length;
  return { object: 'list', url, has_more: hasMore, data: all.slice(start, end) };
}
