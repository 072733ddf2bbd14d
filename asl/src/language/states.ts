import type { Jsonata } from './jsonata';

/** What a state says in JSON. */
export type Value = string | number | boolean | Jsonata | readonly Value[] | Fields;
export interface Fields {
  readonly [name: string]: Value | undefined;
}

/** A statement of the role's policy by its name, and the actions in it that a state uses. */
export interface Need {
  readonly statement: string;
  readonly actions: readonly string[];
}

/** Which errors are tried again, and when. */
export interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds?: number;
  readonly MaxAttempts: number;
  readonly BackoffRate?: number;
  readonly MaxDelaySeconds?: number;
  readonly JitterStrategy?: 'FULL';
}

/** Where an error leads that is not tried again. */
export interface Catcher<Target extends string> {
  readonly ErrorEquals: readonly string[];
  readonly Comment?: string;
  readonly Assign?: Fields;
  readonly Next: Target;
}

/** One way out of a Choice. */
export interface Rule<Target extends string> {
  readonly Condition: Jsonata;
  readonly Comment?: string;
  readonly Assign?: Fields;
  readonly Next: Target;
}

/** A state in the names and in the order of its fields in the definition; `Target` is where it may lead. */
export interface State<Target extends string = string> {
  readonly Type: 'Task' | 'Choice' | 'Pass' | 'Wait' | 'Map' | 'Succeed' | 'Fail';
  readonly Comment?: string;
  readonly Arguments?: Value;
  readonly Assign?: Fields;
  readonly Output?: Value;
  readonly TimeoutSeconds?: number;
  readonly Retry?: readonly Retrier[];
  readonly Catch?: readonly Catcher<Target>[];
  readonly Choices?: readonly Rule<Target>[];
  readonly Default?: Target;
  readonly Next?: Target;
  readonly End?: true;
  readonly ItemProcessor?: Flow;
  /** What the role must be allowed; not part of the definition. */
  readonly needs?: readonly Need[];
}

/** States of which one is the first: those of a state machine, or those that a Map runs for each item. */
export interface Flow {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

/** What comes after a state. */
type Following<Target extends string> = { readonly Next: Target } | { readonly End: true };

interface TaskFields<Target extends string> {
  readonly Comment?: string;
  readonly Resource: string;
  readonly Arguments: Value;
  readonly Assign?: Fields;
  readonly Output?: Value;
  readonly TimeoutSeconds: number;
  readonly Retry?: readonly Retrier[];
  readonly Catch?: readonly Catcher<Target>[];
  readonly needs: readonly Need[];
}

/** A call of a service. The fields of every state are written in the order in which they are given. */
export const task = <const Target extends string>(
  fields: TaskFields<Target> & Following<Target>,
): State<Target> => ({ Type: 'Task', ...fields });

interface ChoiceFields<Target extends string> {
  readonly Comment?: string;
  readonly Choices: readonly Rule<Target>[];
  readonly Assign?: Fields;
  readonly Default: Target;
}

export const choice = <const Target extends string>(fields: ChoiceFields<Target>): State<Target> => ({
  Type: 'Choice',
  ...fields,
});

interface PassFields<Target extends string> {
  readonly Comment?: string;
  readonly Assign: Fields;
  readonly Next: Target;
}

export const pass = <const Target extends string>(fields: PassFields<Target>): State<Target> => ({
  Type: 'Pass',
  ...fields,
});

interface WaitFields {
  readonly Comment?: string;
  readonly Seconds: Jsonata;
  readonly Output?: Value;
}

export const wait = <const Target extends string = never>(
  fields: WaitFields & Following<Target>,
): State<Target> => ({ Type: 'Wait', ...fields });

interface MapFields<Target extends string> {
  readonly Comment?: string;
  readonly Label: string;
  readonly Items: Jsonata;
  readonly ItemSelector: Fields;
  readonly MaxConcurrency: Jsonata;
  readonly ItemProcessor: Flow & { readonly ProcessorConfig: Fields };
  readonly Output?: Value;
  readonly Catch?: readonly Catcher<Target>[];
  readonly Next: Target;
  readonly needs: readonly Need[];
}

/** Child executions, one for each item. */
export const distributedMap = <const Target extends string>(fields: MapFields<Target>): State<Target> => ({
  Type: 'Map',
  ...fields,
});

export const succeed = (fields: { readonly Output: Value }): State<never> => ({ Type: 'Succeed', ...fields });

export const fail = (fields: {
  readonly Error: string | Jsonata;
  readonly Cause: string | Jsonata;
}): State<never> => ({ Type: 'Fail', ...fields });
