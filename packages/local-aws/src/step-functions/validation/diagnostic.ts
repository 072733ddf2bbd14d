import { isJsonObject, type JsonObject } from '../../json';

/** One finding, as ValidateStateMachineDefinition returns it. */
export interface Diagnostic {
  /** CreateStateMachine rejects a definition with an ERROR, not one with a WARNING. */
  readonly severity: 'ERROR' | 'WARNING';
  /** A code of the API reference ("ValidateStateMachineDefinitionDiagnostic"). */
  readonly code: string;
  readonly message: string;
  /** e.g. `/States/SendStripeMeterEvent/Arguments`, `/States/Check/Choices[0]/Next`; none if it concerns the whole. */
  readonly location?: string;
}

/** @param location of what is wrong; `''` for the definition itself */
export function error(location: string, message: string, code = 'SCHEMA_VALIDATION_FAILED'): Diagnostic {
  return { severity: 'ERROR', code, message, location: location || '/' };
}

/** A finding about the definition as a whole. */
export function errorWithoutLocation(message: string, code = 'SCHEMA_VALIDATION_FAILED'): Diagnostic {
  return { severity: 'ERROR', code, message };
}

/** What AWS supports and local Step Functions does not. */
export function unsupportedDiagnostic(location: string, what: string, code?: string): Diagnostic {
  return error(location, `local Step Functions does not support ${what}`, code);
}

/** Fields that are missing, in AWS's order of them. */
export function checkRequired(
  holder: JsonObject,
  required: readonly string[],
  location: string,
): Diagnostic[] {
  const missing = required.filter((field) => holder[field] === undefined);
  return missing.length > 0 ? [error(location, `These fields are required: [${missing.join(', ')}]`)] : [];
}

/** The objects of a list; none of any other value, which the schema check reports. */
export function objectsOf(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}
