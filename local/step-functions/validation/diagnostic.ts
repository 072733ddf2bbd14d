/** One finding, as ValidateStateMachineDefinition returns it. */
export interface Diagnostic {
  /** An ERROR refuses the definition, a WARNING does not. */
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

/** What AWS knows and the local Step Functions does not. */
export function unsupported(location: string, what: string, code?: string): Diagnostic {
  return error(location, `local Step Functions does not support ${what}`, code);
}

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The objects of a list; of anything else none, which the schema has to complain about. */
export function objectsOf(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** Whether a value is left to be computed at run time. */
export function isExpression(value: unknown): boolean {
  return typeof value === 'string' && value.startsWith('{%') && value.endsWith('%}') && value.length >= 4;
}
