import { error, type Diagnostic } from './diagnostic';
import type { JsonObject } from '../../json';

const jsonpath = /^(Parameters|ResultSelector|Result|Variable|\w+Path)$/;

/** The fields of an object that a JSONata definition does not have there, located at the object as in AWS. */
export function unknownFields(holder: JsonObject, known: readonly string[], location: string): Diagnostic[] {
  return Object.keys(holder)
    .filter((field) => !known.includes(field))
    .map((field) =>
      error(
        location,
        jsonpath.test(field)
          ? `The QueryLanguage is set to 'JSONata', but field '${field}' is only supported for the 'JSONPath' QueryLanguage`
          : `Field '${field}' is not supported`,
      ),
    );
}
