import { jsonata } from '../language/jsonata';
import type { Catcher } from '../language/states';

/** The error that a Catch has caught. */
export const error = jsonata`$states.errorOutput.Error`;

/** Its cause, short enough for an item of a table. */
export const cause = jsonata`$substring($states.errorOutput.Cause & '', 0, 1000)`;

/** Both in one text. */
export const errorAndCause = jsonata`${error} & ': ' & ${cause}`;

type Handling<Target extends string> = Omit<Catcher<Target>, 'ErrorEquals'>;

/** What follows on an error of one of these names. */
export const on = <const Target extends string>(
  ErrorEquals: readonly string[],
  handling: Handling<Target>,
): Catcher<Target> => ({ ErrorEquals, ...handling });

/** What follows on every other error. */
export const onAnyError = <const Target extends string>(handling: Handling<Target>): Catcher<Target> =>
  on(['States.ALL'], handling);

/** What follows when the item is not as the condition of a write wants it. */
export const onConditionFailed = <const Target extends string>(handling: Handling<Target>): Catcher<Target> =>
  on(['DynamoDB.ConditionalCheckFailedException'], handling);
