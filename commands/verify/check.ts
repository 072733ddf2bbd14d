import Stripe from 'stripe';
import { awsSentence } from '../shared/aws-errors';
import { CommandError } from '../../clients/command-error';
import { withoutKeys } from '../../clients/stripe/key-text';
import { stripeSentence } from '../shared/stripe-errors';

/** What came of one line of the checklist. */
export interface Finding {
  readonly outcome: 'passed' | 'failed' | 'not checked';
  /** What was seen, for the operator. */
  readonly seen: string;
  /** What mends it: commands to run in this order, or what to do where there is no command. */
  readonly remedy: readonly string[];
}

/** One line of the checklist, before it is tried. */
export interface Check {
  /** Short and stable, for `--json`. */
  readonly id: string;
  /** What is looked at. */
  readonly what: string;
  /** The IAM actions it takes, to name when AWS does not say which one was refused. */
  readonly actions: readonly string[];
  readonly look: () => Promise<Finding>;
}

/** One line of the checklist, tried. */
export interface Line extends Finding {
  readonly id: string;
  readonly what: string;
}

/** Thrown by a check that has nothing to look at, because of what another line names. */
export class NotChecked extends Error {}

export const passed = (seen: string): Finding => ({ outcome: 'passed', seen, remedy: [] });

export const failed = (seen: string, ...remedy: [string, ...string[]]): Finding => ({
  outcome: 'failed',
  seen,
  remedy,
});

export const notChecked = (seen: string): Finding => ({ outcome: 'not checked', seen, remedy: [] });

/** Tries a line. Whatever is thrown becomes its finding, so that no line hides another; no text holds a key. */
export async function tried(check: Check): Promise<Line> {
  const { outcome, seen, remedy } = await check.look().catch((error: unknown) => findingOf(error, check));
  const { id, what } = check;
  return { id, what, outcome, seen: withoutKeys(seen.replace(/\s+/g, ' ')), remedy: remedy.map(withoutKeys) };
}

function findingOf(error: unknown, { actions }: Check): Finding {
  if (error instanceof NotChecked) {
    return notChecked(error.message);
  }
  if (error instanceof CommandError) {
    return failed(error.message, 'Do that and run the command again.');
  }
  const action = refusedAction(error, actions);
  if (action) {
    return failed(
      `could not be looked at: these credentials may not do ${action}`,
      `Allow ${action} to these credentials, or run the command with others (AWS_PROFILE).`,
    );
  }
  // The line of the key says it; the others cannot ask Stripe.
  if (error instanceof Stripe.errors.StripeAuthenticationError) {
    return notChecked('Stripe does not accept the key');
  }
  return failed(
    `could not be looked at: ${stripeSentence(error) ?? awsSentence(error)}`,
    'Run the command again when that is mended.',
  );
}

/** The action that AWS refused these credentials, or undefined for any other error. */
export function refusedAction(error: unknown, actions: readonly string[]): string | undefined {
  if (!(error instanceof Error)) {
    return undefined;
  }
  const named = /not authorized to perform:? ([\w-]+:\w+)/i.exec(error.message)?.[1];
  const denied = [
    'AccessDenied',
    'AccessDeniedException',
    'AuthorizationError',
    'AuthorizationErrorException',
  ];
  return named ?? (denied.includes(error.name) ? actions.join(' or ') : undefined);
}

/** Reads once, however many lines ask for it. */
export function once<T>(read: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | undefined;
  return () => (answer ??= read());
}
