import { Jsonata, jsonata, quoted } from '../language/jsonata';
import { cause, error } from './errors';

const livemode = jsonata`$states.result.ResponseBody.livemode`;

/** The mode of the key that sent the event. An event in the other mode bills nobody. */
export const livemodeOfResponse = jsonata`${livemode} = \${stripeLivemode}
  ? ${livemode}
  : $error((${livemode} = $not(\${stripeLivemode}) ? 'The key belongs to the other' : 'The response names no')
    & ' Stripe mode.')`;

/** The cause of an evaluation error has the expression, too; there the words stand apart. */
const says = (words: string): Jsonata =>
  jsonata`$contains($states.errorOutput.Cause & '', /${new Jsonata(words)}/)`;

/** The event was sent in the other mode. */
export const isOtherMode = says('the other Stripe mode');

const isOfResponse = says('(the other|no) Stripe mode');

/**
 * What it is that could not be evaluated: the mode in the response, or before the request its key.
 *
 * @param maySend whether the time lets a request begin
 * @param passed what is said where it does not
 */
export const notEvaluated = (
  maySend: Jsonata,
  passed: { readonly error: string; readonly cause: string },
) => {
  const isItself = jsonata`${isOfResponse} or (${maySend})`;
  return {
    error: jsonata`${isOtherMode} ? 'WrongStripeMode' : ${isItself} ? ${error} : ${quoted(passed.error)}`,
    cause: jsonata`${isOtherMode}
      ? 'Stripe accepted the meter event in the other mode: the connection has a key of the wrong mode.'
      : ${isItself} ? ${cause} : ${quoted(passed.cause)}`,
  };
};
