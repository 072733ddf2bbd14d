import type Stripe from 'stripe';

/** What is to be done about one object, or nothing, with a line for the operator. */
export interface Step {
  readonly line: string;
  /** Absent when the object is as it should be. */
  readonly run?: (stripe: Stripe) => Promise<void>;
}
