import { isJsonObject, type JsonObject } from '../../json';

/** One finding, as ValidateStateMachineDefinition returns it. */
export interface Diagnostic {
  /** CreateStateMachine rejects a definition with an ERROR, not one with a WARNING. */
  readonly severity: 'ERROR' | 'WARNING';
  /** A code of the API reference ("ValidateStateMachineDefinitionDiagnostic"). */
  readonly code: string;
  readonly message: string;
  /** e.g. `/States/SendStripeMeterEvent/Arguments`. */
  readonly location: string;
}

export function error(location: string, message: string, code = 'SCHEMA_VALIDATION_FAILED'): Diagnostic {
  return { severity: 'ERROR', code, message, location };
}

/** What AWS supports and local Step Functions does not. */
export function unsupportedDiagnostic(location: string, what: string, code?: string): Diagnostic {
  return error(location, `local Step Functions does not support ${what}`, code);
}

/** The objects of a list; none of any other value, which the schema check reports. */
export function objectsOf(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}
