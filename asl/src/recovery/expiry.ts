import { mostRefusals } from '../../../ledger/limits';
import { deduplicatedSeconds, oldestTimestampSeconds } from '../../../ledger/times';
import { jsonata, quoted, type Jsonata } from '../language/jsonata';
import { word } from '../steps/ledger-words';
import { daysOf, inDaysLess, inHours, now } from '../steps/time';

/** Stripe has refused the event so often that it will not take it. */
export const isRefused = jsonata`$refusals >= ${mostRefusals}`;

/** Stripe no longer takes the event's timestamp. */
export const isTooOld = jsonata`${now} >= $timestamp + ${inDaysLess(oldestTimestampSeconds)}`;

/** Stripe still knows the event's identifier, if it took it. */
export const isDeduplicated = jsonata`${now} < $timestamp + ${inHours(deduplicatedSeconds)}`;

/** What an event becomes that is rejected. */
export const rejection = {
  status: word('rejected'),
  openState: word('needs-person'),
  itemError: jsonata`${isRefused} ? 'MeterEventRefused' : 'MeterEventTooOld'`,
};

/** What Stripe does with it, as a sentence that ends so. */
export function rejectionCause(end: '.' | ''): Jsonata {
  const refused = jsonata`'Stripe refused the meter event ' & $string($refusals) & ${quoted(` times${end}`)}`;
  const days = daysOf(oldestTimestampSeconds);
  return jsonata`${isRefused} ? ${refused} : ${quoted(`Stripe takes timestamps of the last ${days} days alone${end}`)}`;
}
