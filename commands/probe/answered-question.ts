import Stripe from 'stripe';
import { CommandError } from '../../clients/command-error';
import { withoutKeys } from '../../clients/stripe/key-text';
import { awsSentence } from '../shared/aws-errors';
import { stripeSentence } from '../shared/stripe-errors';
import type { ProbeContext } from './context';
import type { Question } from './question';

/** What became of a question. */
export interface AnsweredQuestion extends Pick<Question, 'id' | 'assumption' | 'dependsOn'> {
  readonly outcome: 'agrees' | 'disagrees' | 'no answer';
  /** What was seen, or why there is no answer; without any key. */
  readonly seen: string;
}

/** Asks one question. Its error is an outcome, so that the next question is asked all the same; Ctrl-C is not. */
export async function askQuestion(question: Question, context: ProbeContext): Promise<AnsweredQuestion> {
  const { id, assumption, dependsOn } = question;
  const { signal } = context.options;
  try {
    const { agrees, seen } = await orAborted(question.ask(context), signal);
    return { id, assumption, dependsOn, outcome: agrees ? 'agrees' : 'disagrees', seen: oneLine(seen) };
  } catch (error) {
    signal.throwIfAborted();
    return { id, assumption, dependsOn, outcome: 'no answer', seen: oneLine(sentenceOf(error)) };
  }
}

/** At Ctrl-C at once, also while a request is under way. */
function orAborted<T>(asking: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const abort = () => reject(signal.reason as Error);
    signal.addEventListener('abort', abort, { once: true });
    asking.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

function sentenceOf(error: unknown): string {
  if (error instanceof CommandError) {
    return error.message;
  }
  return error instanceof Stripe.errors.StripeError
    ? (stripeSentence(error) ?? error.message)
    : awsSentence(error);
}

const oneLine = (text: string) => withoutKeys(text.replace(/\s+/g, ' ').trim()).slice(0, 500);
