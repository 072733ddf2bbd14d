import type { Facts } from '../../../commands/verify/facts';
import type { Deployed } from '../../helpers/deployed';

/** One way in which a line of the checklist fails, and what `verify` must say of it. */
export interface Breakage {
  /** The line's id. */
  readonly line: string;
  /** What is wrong. */
  readonly wrong: string;
  /** Makes it wrong. @returns what puts it right again */
  readonly make: (deployed: Deployed, facts: Facts) => Promise<() => Promise<unknown>>;
  /** How the line names it. */
  readonly seen: RegExp;
  /** The remedy's first step. */
  readonly remedy: RegExp;
}

export const deploy = /^npm run deploy:test -- service-processing$/;
export const deployConnection = /^npm run deploy:test -- stripe-connection$/;
export const putKey = /^npm run stripe:key -- --workspace test$/;
export const makeCatalog = /^npm run stripe:catalog -- --workspace test$/;
