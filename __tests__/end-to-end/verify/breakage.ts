import type { Facts } from '../../../commands/verify/facts';
import type { Deployed } from '../../helpers/deployed';

/** One way in which a line of the checklist fails, and what `verify` must print for it. */
export interface Breakage {
  /** The line's id. */
  readonly line: string;
  /** What is wrong. */
  readonly wrong: string;
  /** Breaks it. @returns a function that repairs it */
  readonly make: (deployed: Deployed, facts: Facts) => Promise<() => Promise<unknown>>;
  /** What the line must say. */
  readonly seen: RegExp;
  /** The first step of the fix. */
  readonly remedy: RegExp;
}

export const deploy = /^npm run deploy:test -- service-processing$/;
export const deployConnection = /^npm run deploy:test -- stripe-connection$/;
export const putKey = /^npm run stripe:key -- --workspace test$/;
export const makeCatalog = /^npm run stripe:catalog -- --workspace test$/;
