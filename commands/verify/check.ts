import Stripe from 'stripe';
import { awsSentence } from '../shared/aws-errors';
import { CommandError } from '../../clients/command-error';
import { withoutKeys } from '../../clients/stripe/key-text';
import { stripeSentence } from '../shared/stripe-errors';

/** The result of one line of the checklist. */
export interface Finding {
  readonly outcome: 'passed' | 'failed' | 'not checked';
  /** What was found, as a sentence for the operator. */
  readonly seen: string;
  /** The fix: commands to run in this order, or a sentence where there is no command. */
  readonly remedy: readonly string[];
}

/** One line of the checklist, before it is checked. */
export interface Check {
  /** Short and stable, for `--json`. */
  readonly id: string;
  /** What is checked. */
  readonly what: string;
  /** The IAM actions it needs, named when AWS does not say which one it denied. */
  readonly actions: readonly string[];
  readonly look: () => Promise<Finding>;
}

/** One line of the checklist, after it was checked. */
export interface Line extends Finding {
  readonly id: string;
  readonly what: string;
}

/** Thrown by a check that cannot run because of a problem that another line reports. */
export class NotChecked extends Error {}

export const passed = (seen: string): Finding => ({ outcome: 'passed', seen, remedy: [] });

export const failed = (seen: string, ...remedy: [string, ...string[]]): Finding => ({
  outcome: 'failed',
  seen,
  remedy,
});

export const notChecked = (seen: string): Finding => ({ outcome: 'not checked', seen, remedy: [] });

/** Runs a check. Any error becomes its finding, so that no line hides another; a key in a text is masked. */
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
    return failed(error.message, 'Fix that and run the command again.');
  }
  const action = refusedAction(error, actions);
  if (action) {
    return failed(
      `could not be checked: these credentials may not do ${action}`,
      `Allow ${action} to these credentials, or run the command with others (AWS_PROFILE).`,
    );
  }
  // The line of the key reports it; the other lines cannot ask Stripe.
  if (error instanceof Stripe.errors.StripeAuthenticationError) {
    return notChecked('Stripe does not accept the key');
  }
  if (error instanceof Error && throttled.test(error.name)) {
    return failed(
      `could not be checked: AWS limited the rate of requests (${error.message})`,
      'Run the command again in a minute.',
    );
  }
  return failed(
    `could not be checked: ${stripeSentence(error) ?? awsSentence(error)}`,
    'Run the command again when that is fixed.',
  );
}

/** Each service has a name of its own for it. */
const throttled = /Throttl|TooManyRequests|RequestLimitExceeded|ProvisionedThroughputExceeded/;

/** The action that AWS denied these credentials; undefined for any other error. */
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

/** Reads once, however many lines need the result. */
export function once<T>(read: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined;
  return () => (result ??= read());
}

/** The same for each key. */
export function onceEach<T>(read: (key: string) => Promise<T>): (key: string) => Promise<T> {
  const results = new Map<string, Promise<T>>();
  return (key) => {
    const result = results.get(key) ?? read(key);
    results.set(key, result);
    return result;
  };
}
