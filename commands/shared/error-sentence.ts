import { CommandError } from '../../clients/command-error';
import { awsSentence } from './aws-errors';
import { stripeSentence } from './stripe-errors';

/** What any error means to the operator, in a sentence. A key may stand in it. */
export const sentenceOf = (error: unknown): string =>
  error instanceof CommandError ? error.message : (stripeSentence(error) ?? awsSentence(error));
