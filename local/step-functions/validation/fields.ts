import { distributedFields, isDistributedMap } from './distributed-map';
import { isExpression } from '../interpreter/expressions';
import { error, objectsOf, unsupportedDiagnostic, type Diagnostic } from './diagnostic';
import type { LocatedState } from './scope';
import type { StateType } from '../interpreter/definition';
import { checkItemProcessor } from './item-processor';
import { maximumInteger } from '../interpreter/limits';
import { type JsonObject } from '../../json';
import { unknownFields } from './unknown-fields';

const common = ['Type', 'QueryLanguage', 'Comment'];
const passing = [...common, 'Assign', 'Output', 'Next', 'End'];

/** Fields of a JSONata state, by type. */
const fieldsByType: Readonly<Record<StateType, readonly string[]>> = {
  Task: [...passing, 'Resource', 'Arguments', 'TimeoutSeconds', 'Retry', 'Catch'],
  Pass: passing,
  Choice: [...common, 'Assign', 'Output', 'Choices', 'Default'],
  Wait: [...passing, 'Seconds', 'Timestamp'],
  Succeed: [...common, 'Output'],
  Fail: [...common, 'Error', 'Cause'],
  Map: [...passing, 'Items', 'ItemSelector', 'MaxConcurrency', 'ItemProcessor', 'Retry', 'Catch'],
};

/** What AWS supports in a JSONata state and local Step Functions does not. */
const fieldsOnlyInAws: Readonly<Partial<Record<StateType, readonly string[]>>> = {
  Task: ['HeartbeatSeconds', 'Credentials'],
  Map: [
    ...['ItemReader', 'ItemBatcher', 'ResultWriter', 'Label', 'Iterator'],
    ...['ToleratedFailureCount', 'ToleratedFailurePercentage'],
  ],
};

/** Lowest values of the fields that take a whole number, or an expression for one; the highest is AWS's for seconds. */
const lowest: Readonly<Record<string, number>> = {
  TimeoutSeconds: 1,
  Seconds: 0,
  MaxConcurrency: 0,
  ToleratedFailureCount: 0,
};

const ruleFields = ['Condition', 'Next', 'Assign', 'Output', 'Comment'];
const catcherFields = ['ErrorEquals', 'Next', 'Assign', 'Output', 'Comment'];

/** Fields of the machine itself. */
export function checkMachine(machine: JsonObject): Diagnostic[] {
  const known = ['Comment', 'QueryLanguage', 'Version', 'StartAt', 'States', 'TimeoutSeconds'];
  const version = machine.Version !== undefined && machine.Version !== '1.0';
  return [
    ...unknownFields(machine, known, '', 'the state machine'),
    ...(version ? [error('/Version', 'The value must be "1.0"')] : []),
    ...(isExpression(machine.TimeoutSeconds)
      ? [error('/TimeoutSeconds', 'The value must be an integer')]
      : checkNumber(machine.TimeoutSeconds, 'TimeoutSeconds', '')),
  ];
}

/** The query language of each state, which is the machine's unless it says otherwise. */
export function checkLanguage({ state, location }: LocatedState, machine: JsonObject): Diagnostic[] {
  const language = state.QueryLanguage ?? machine.QueryLanguage ?? 'JSONPath';
  if (language === 'JSONata') {
    return [];
  }
  return [
    unsupportedDiagnostic(
      `${location}/QueryLanguage`,
      `QueryLanguage ${String(language)}; it must be JSONata`,
    ),
  ];
}

/** The type of a state, and that it carries only fields of its type. */
export function checkFields({ name, state, location }: LocatedState): Diagnostic[] {
  const type = state.Type;
  if (type === 'Parallel') {
    return [unsupportedDiagnostic(`${location}/Type`, 'the state type Parallel')];
  }
  if (!isStateType(type)) {
    return [
      error(`${location}/Type`, `The value must be one of ${Object.keys(fieldsByType).join(', ')}, Parallel`),
    ];
  }
  const supported = isDistributedMap(state) ? distributedFields : [];
  const onlyAws = (fieldsOnlyInAws[type] ?? []).filter(
    (field) => field in state && !supported.includes(field),
  );
  return [
    ...(name.length > 80
      ? [error(location, 'A state name has at most 80 characters', 'INVALID_STATE_NAME')]
      : []),
    ...onlyAws.map((field) => unsupportedDiagnostic(`${location}/${field}`, `${field} of a ${type} state`)),
    ...unknownFields(
      state,
      [...fieldsByType[type], ...(fieldsOnlyInAws[type] ?? [])],
      location,
      `a ${type} state`,
    ),
    ...objectsOf(state.Choices).flatMap((rule, index) =>
      unknownFields(rule, ruleFields, `${location}/Choices/${index}`, 'a JSONata rule'),
    ),
    ...objectsOf(state.Catch).flatMap((catcher, index) =>
      unknownFields(catcher, catcherFields, `${location}/Catch/${index}`, 'a catcher'),
    ),
    ...Object.keys(lowest).flatMap((field) => checkNumber(state[field], field, location)),
    ...(type === 'Map' ? checkItemProcessor(state.ItemProcessor, `${location}/ItemProcessor`) : []),
  ];
}

function isStateType(type: unknown): type is StateType {
  return typeof type === 'string' && Object.hasOwn(fieldsByType, type);
}

function checkNumber(value: unknown, field: string, location: string): Diagnostic[] {
  const whole = Number.isInteger(value) && Number(value) >= lowest[field]! && Number(value) <= maximumInteger;
  if (value === undefined || isExpression(value) || whole) {
    return [];
  }
  return [
    error(
      `${location}/${field}`,
      `The value must be an integer from ${lowest[field]} to ${maximumInteger}, or an expression`,
    ),
  ];
}
