import type { ProcessingInput } from '../../settings/application';
import type { Environment } from '../../settings/environments';
import type { Services } from '../services';
import type { FailureName } from './failure-names';

export interface FailureContext {
  readonly environment: Environment;
  readonly services: Services;
  /** Stores a new key and deploys it, as `npm run stripe:key` and `npm run deploy:… -- stripe-connection` do. */
  readonly replaceKey: () => Promise<void>;
}

/** Ends a fault of the local Stripe. */
export type Ending = () => Promise<void> | void;

/** A failure from docs/runbook.md, which the demo reproduces. */
export interface Failure {
  readonly title: string;
  /** The anchor of the heading in docs/runbook.md that explains it, with the `#`. */
  readonly runbook: string;
  /** What the record must name in the end; none if nothing may be recorded. */
  readonly recorded?: string;
  /** @default 1 */
  readonly executions?: number;
  /** Makes it happen, and returns what `npm run demo:fault -- clear` does. @default - it comes from the input alone */
  readonly arrange?: (context: FailureContext) => Promise<Ending | void> | Ending | void;
  /** Does what a person does, for the demo that lets time pass. @default - what `arrange` returned is enough */
  readonly act?: (context: FailureContext) => Promise<void>;
  readonly change?: (input: ProcessingInput) => ProcessingInput;
  /** How it comes to an end while time passes. @default - there is nothing to end */
  readonly end?: string;
  /** What a person does, where recovery cannot send the event by itself. */
  readonly person?: string;
  /** The commands that repair it in a running demo, if there are any besides the runbook's. */
  readonly repair?: (environment: Environment) => readonly string[];
}

export interface NamedFailure extends Failure {
  readonly name: FailureName;
}
