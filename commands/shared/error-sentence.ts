import { CommandError } from '../../clients/command-error';
import { withoutKeys } from '../../clients/stripe/key-text';
import { awsSentence } from './aws-errors';
import { stripeSentence } from './stripe-errors';

/** What any error means to the operator: one line, without a key in it. */
export function errorSentence(error: unknown): string {
  const sentence =
    error instanceof CommandError ? error.message : (stripeSentence(error) ?? awsSentence(error));
  return withoutKeys(sentence.replace(/\s*\n\s*/g, ' '));
}
