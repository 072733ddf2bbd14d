import type { Facts } from '../../../commands/verify/facts';
import type { Deployed } from '../../helpers/deployed';

/** Something that somebody does by hand, or that happens. */
export type Change = (deployed: Deployed, facts: Facts) => Promise<unknown>;

/** One way in which a line of the checklist fails, and what `verify` must print for it. */
export interface Breakage {
  /** The line's id. */
  readonly line: string;
  /** What is wrong. */
  readonly wrong: string;
  readonly make: Change;
  /** What the line must say. */
  readonly seen: RegExp;
  /** The first step of the fix. */
  readonly remedy: RegExp;
}

export const nameOf = ({ line, wrong }: Pick<Breakage, 'line' | 'wrong'>) => `${line}: ${wrong}`;

export const deploy = /^npm run deploy:test -- service-processing$/;
export const deploySecret = /^npm run deploy:test -- stripe-secret$/;
export const deployConnection = /^npm run deploy:test -- stripe-connection$/;
export const deleteConnectionStack =
  /^aws cloudformation delete-stack --stack-name siftbeam-stripe-connection-test /;
export const putKey = /^npm run stripe:key -- --workspace test$/;
export const putKeyAgain = /^npm run stripe:key -- --workspace test --again$/;
export const makeCatalog = /^npm run stripe:catalog -- --workspace test$/;
