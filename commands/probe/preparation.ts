import { CommandError } from '../../clients/command-error';
import type { Environment } from '../../settings/environments';
import { secondsOf } from '../verify/send-options';
import { waitsOf, type Waits } from './waits';
import type { Question } from './question';
import { questions } from './questions';

/** The questions to ask, in their order. @throws CommandError for an id that none has */
export function questionsOf(only: readonly string[] | undefined): readonly Question[] {
  const unknown = only?.find((id) => !questions.some((question) => question.id === id));
  if (unknown !== undefined) {
    throw new CommandError(
      `--only ${unknown}: no question has this id. Choose from: ${questions.map(({ id }) => id).join(', ')}.`,
    );
  }
  return only ? questions.filter(({ id }) => only.includes(id)) : questions;
}

/** @throws CommandError if the text is not a whole number of seconds */
export const waitsFrom = (text: string | undefined): Waits => waitsOf(secondsOf(text));

/** @throws CommandError in live */
export function requireTest({ name }: Environment): void {
  if (name !== 'test') {
    throw new CommandError(
      'The probe never runs in live, where its meter events would be real: run "npm run probe -- --workspace test".',
    );
  }
}

/** What the probe creates and costs, to print before it does. */
export function announcement({ accountId, region, names }: Environment, run: string): string {
  return `Asks AWS (account ${accountId}, ${region}) and Stripe (test mode) what this project assumes about them.
It creates, and deletes in the end: IAM roles, state machines, a log group and EventBridge connections with a dummy key, all named siftbeam-probe-${run}…, and one customer in Stripe without a subscription.
Meter events of test mode stay in Stripe: of 0 bytes, some through the connection "${names.connection}", and one of 1 byte. They bill nobody.
Cost: AWS a few cents at most (state transitions and log lines), Stripe nothing. Time: minutes, and up to 15 more until Stripe has counted. Run one probe at a time: each deletes what an earlier one left.`;
}
