import { jsonata, type Jsonata } from '../language/jsonata';

/** Now, in Unix seconds. */
export const now = jsonata`$floor($millis() / 1000)`;

/** Seconds as a product that shows the minutes: `15 * 60`. @throws if they are not whole minutes */
export const inMinutes = (seconds: number): Jsonata => jsonata`${minutesOf(seconds)} * 60`;

/** Seconds as a product that shows the hours: `23 * 3600`. @throws if they are not whole hours */
export const inHours = (seconds: number): Jsonata => jsonata`${whole(seconds / 3600)} * 3600`;

/** Seconds as days less what is missing to them: `35 * 86400 - 3600`. */
export const inDaysLess = (seconds: number): Jsonata =>
  jsonata`${daysOf(seconds)} * 86400 - ${daysOf(seconds) * 86_400 - seconds}`;

/** For a sentence. @throws if they are not whole minutes */
export const minutesOf = (seconds: number): number => whole(seconds / 60);

/** For a sentence. @throws if they are not whole hours */
export const hoursOf = (seconds: number): number => whole(seconds / 3600);

/** Begun days count as whole ones. */
export const daysOf = (seconds: number): number => Math.ceil(seconds / 86_400);

/** For a sentence: "an hour", "two hours". @throws if there is no such word, since the sentence must stay true */
export function hoursInWords(seconds: number): string {
  const words = ['an hour', 'two hours', 'three hours', 'four hours'][seconds / 3600 - 1];
  if (words === undefined) {
    throw new Error(`${seconds} s are no number of hours that has a word: give hoursInWords one.`);
  }
  return words;
}

function whole(value: number): number {
  if (!Number.isInteger(value)) {
    throw new Error(
      `A time of a definition is ${value} minutes or hours, but must be a whole number of them.`,
    );
  }
  return value;
}
