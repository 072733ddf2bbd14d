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
  /** How the printed fix is tried. @default - in the first round of the repairs, by running it */
  readonly repair?: Repair;
}

export type Repair =
  /** In this round, because it hides another breakage of its line, or another one hides it. */
  | { readonly round: Round }
  /** The fix is word for word that of this `wrong` of the same line, which is run. */
  | { readonly sameAs: string }
  /** The fix is run, and must not fail, but cannot repair it here, for this reason. */
  | { readonly notHere: string };

export type Round = 1 | 2;

export const deploy = /^npm run deploy:test -- service-processing$/;
export const deploySecret = /^npm run deploy:test -- stripe-secret$/;
export const deployConnection = /^npm run deploy:test -- stripe-connection$/;
export const deleteConnectionStack =
  /^aws cloudformation delete-stack --stack-name siftbeam-stripe-connection-test /;
export const putKey = /^npm run stripe:key -- --workspace test$/;
export const putKeyAgain = /^npm run stripe:key -- --workspace test --again$/;
export const makeCatalog = /^npm run stripe:catalog -- --workspace test$/;
