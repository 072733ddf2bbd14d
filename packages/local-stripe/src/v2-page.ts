import { StripeFailure } from './errors';
import { ParamReader } from './params';
import type { Params, StripeObject } from './types';

export const v2PageParameters = ['limit', 'page'];

/** Which part of a v2 list is asked for. */
interface RequestedPage {
  readonly filters: ParamReader;
  readonly filterParams: Params;
  readonly limit: number;
  /** The page begins after this object; at the list's begin without one. */
  readonly after?: string;
}

type Token = Pick<RequestedPage, 'filterParams' | 'limit' | 'after'>;

/** @throws StripeFailure if a later page has filters of its own: "You can't change list filters after the first request" */
export function pageOf(params: ParamReader): RequestedPage {
  const token = params.optional('page');
  if (token === undefined) {
    const limit = params.integer('limit') ?? 20;
    if (limit < 1 || limit > 100) {
      throw new StripeFailure(`limit must be between 1 and 100 (it currently is ${limit}).`, {
        param: 'limit',
      });
    }
    const filterParams = params.without(v2PageParameters);
    return { filters: new ParamReader(filterParams), filterParams, limit };
  }
  params.only({ supported: ['page'] });
  const page = decoded(token);
  return { ...page, filters: new ParamReader(page.filterParams) };
}

/** One page with the addresses of its neighbours. */
export function v2Page<T extends StripeObject & { id: string }>(
  all: readonly T[],
  page: RequestedPage,
  path: string,
): StripeObject {
  const found = page.after === undefined ? -1 : all.findIndex(({ id }) => id === page.after);
  if (page.after !== undefined && found < 0) {
    throw invalidPage();
  }
  const start = found + 1;
  const end = start + page.limit;
  const url = (first: number): string => `${path}?page=${encoded({ ...page, after: all[first - 1]?.id })}`;
  return {
    data: all.slice(start, end),
    next_page_url: end < all.length ? url(end) : null,
    previous_page_url: start > 0 ? url(Math.max(0, start - page.limit)) : null,
  };
}

function encoded({ filterParams, limit, after }: Token): string {
  return `page_${Buffer.from(JSON.stringify({ filterParams, limit, after })).toString('base64url')}`;
}

function decoded(token: string): Token {
  try {
    return JSON.parse(Buffer.from(token.replace(/^page_/, ''), 'base64url').toString()) as Token;
  } catch {
    throw invalidPage();
  }
}

function invalidPage(): StripeFailure {
  return new StripeFailure('Invalid page.', { param: 'page' });
}
