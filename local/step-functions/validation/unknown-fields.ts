import { error, type Diagnostic } from './diagnostic';
import type { JsonObject } from '../../json';

const jsonpath = /^(Parameters|ResultSelector|Result|Variable|\w+Path)$/;

/** The fields of an object that a JSONata definition does not have there. */
export function unknownFields(
  holder: JsonObject,
  known: readonly string[],
  location: string,
  where: string,
): Diagnostic[] {
  return Object.keys(holder)
    .filter((field) => !known.includes(field))
    .map((field) =>
      error(
        `${location}/${field}`,
        jsonpath.test(field)
          ? `The field '${field}' is only supported with QueryLanguage JSONPath`
          : `The field '${field}' is not supported by ${where}`,
      ),
    );
}
