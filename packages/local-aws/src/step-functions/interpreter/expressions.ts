import { evaluateJsonata } from './evaluation';
import { StatesError } from '../types';
import { type Json } from '../../json';

/** What an expression can name: `$states`, with the parts that its field gets, and the variables. */
export interface Bindings {
  readonly states: { [part: string]: Json };
  readonly variables: { [name: string]: Json };
  /** What `$now()` and `$millis()` tell. */
  readonly now: Date;
}

/** `States.QueryEvaluationError`, with the field as Step Functions writes it, such as `Output/list[0]`, if it is one. */
export class QueryEvaluationError extends StatesError {
  constructor(
    readonly location: string | undefined,
    cause: string,
  ) {
    super('States.QueryEvaluationError', cause);
  }
}

/** Whether the text as a whole is an expression: `{% … %}` within a longer text is not. */
export function isExpression(value: unknown): value is `{%${string}%}` {
  return typeof value === 'string' && value.startsWith('{%') && value.endsWith('%}') && value.length >= 4;
}

/**
 * The value of a field, with every expression in it evaluated, at any depth.
 *
 * @param field the field's path in its state, such as `Arguments`
 * @throws QueryEvaluationError
 */
export async function evaluateField(template: Json, field: string, bindings: Bindings): Promise<Json> {
  if (isExpression(template)) {
    return evaluateExpression(template.slice(2, -2).trim(), field, bindings);
  }
  if (Array.isArray(template)) {
    const list: Json[] = [];
    for (const [index, item] of template.entries()) {
      list.push(await evaluateField(item, `${field}[${index}]`, bindings));
    }
    return list;
  }
  if (template !== null && typeof template === 'object') {
    const entries: [string, Json][] = [];
    for (const [key, value] of Object.entries(template)) {
      // Most fields are texts, which nothing needs to wait for.
      const isText = typeof value === 'string' && !isExpression(value);
      entries.push([key, isText ? value : await evaluateField(value, `${field}/${key}`, bindings)]);
    }
    return Object.fromEntries(entries);
  }
  return template;
}

async function evaluateExpression(expression: string, field: string, bindings: Bindings): Promise<Json> {
  const subject = `The JSONata expression '${expression}' specified for the field '${field}'`;
  let result: unknown;
  try {
    result = await evaluateJsonata(
      expression,
      { ...bindings.variables, states: bindings.states },
      bindings.now,
    );
  } catch (problem) {
    const { code, message } = problem as { code?: string; message: string };
    const detail = code ? `. ${code}: ${message}` : `: ${message}`;
    throw new QueryEvaluationError(field, `${subject} threw an error during evaluation${detail}`);
  }
  if (result === undefined) {
    throw new QueryEvaluationError(field, `${subject} returned nothing (undefined).`);
  }
  return toJson(result, () => {
    throw new QueryEvaluationError(field, `${subject} returned an unsupported result type.`);
  });
}

/** Plain JSON of a JSONata result, whose lists carry properties of their own and which may hold functions. */
function toJson(value: unknown, unsupported: () => never): Json {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') {
    return value;
  }
  if (typeof value === 'number') {
    // JSON has no such number: Step Functions gives its name, "Infinity" or "NaN".
    return Number.isFinite(value) ? value : String(value);
  }
  if (Array.isArray(value)) {
    return value.filter((item) => item !== undefined).map((item) => toJson(item, unsupported));
  }
  if (typeof value !== 'object' || '_jsonata_lambda' in value || '_jsonata_function' in value) {
    return unsupported();
  }
  const present = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(present.map(([key, item]) => [key, toJson(item, unsupported)]));
}

/** The types a field may be held to, under JSON's names. */
export interface FieldTypes {
  array: Json[];
  boolean: boolean;
  number: number;
  string: string;
}

/**
 * The value of a field that must be of one type.
 *
 * @throws QueryEvaluationError
 */
export async function evaluateAs<T extends keyof FieldTypes>(
  type: T,
  template: Json,
  field: string,
  bindings: Bindings,
): Promise<FieldTypes[T]> {
  const value = await evaluateField(template, field, bindings);
  const actual = typeName(value);
  if (actual !== type) {
    const text = isExpression(template) ? template.slice(2, -2).trim() : JSON.stringify(template);
    throw new QueryEvaluationError(
      field,
      `The JSONata expression '${text}' specified for the field '${field}' returned an unexpected result type. ` +
        `Expected '${type}', but was '${actual}' for value: ${JSON.stringify(value)}`,
    );
  }
  return value as FieldTypes[T];
}

function typeName(value: Json): string {
  if (value === null) {
    return 'null';
  }
  return Array.isArray(value) ? 'array' : typeof value;
}
