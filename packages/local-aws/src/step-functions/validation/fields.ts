import { distributedFields, isDistributedMap } from './distributed-map';
import { checkRequired, error, objectsOf, unsupportedDiagnostic, type Diagnostic } from './diagnostic';
import { checkInteger, checkIntegerOrExpression, integerFields } from './numbers';
import type { LocatedState } from './scope';
import type { StateType } from '../interpreter/definition';
import { checkBranches, checkItemProcessor } from './inner-workflows';
import { maximumInteger } from '../interpreter/limits';
import { type JsonObject } from '../../json';
import { unknownFields } from './unknown-fields';

const common = ['Type', 'QueryLanguage', 'Comment'];
const passing = [...common, 'Assign', 'Output', 'Next', 'End'];
const catching = [...passing, 'Retry', 'Catch'];

/** Fields of a JSONata state, by type. */
const fieldsByType: Readonly<Record<StateType, readonly string[]>> = {
  Task: [...catching, 'Resource', 'Arguments', 'TimeoutSeconds', 'HeartbeatSeconds'],
  Pass: passing,
  Choice: [...common, 'Assign', 'Output', 'Choices', 'Default'],
  Wait: [...passing, 'Seconds', 'Timestamp'],
  Succeed: [...common, 'Output'],
  Fail: [...common, 'Error', 'Cause'],
  Map: [...catching, 'Items', 'ItemSelector', 'MaxConcurrency', 'ItemProcessor'],
  Parallel: [...catching, 'Arguments', 'Branches'],
};

/** What AWS supports in a JSONata state and local Step Functions does not. */
const fieldsOnlyInAws: Readonly<Partial<Record<StateType, readonly string[]>>> = {
  Task: ['Credentials'],
  Map: [
    ...['ItemReader', 'ItemBatcher', 'ResultWriter', 'Label', 'Iterator'],
    ...['ToleratedFailureCount', 'ToleratedFailurePercentage'],
  ],
};

const types = ['Task', 'Wait', 'Pass', 'Succeed', 'Fail', 'Choice', 'Parallel', 'Map'];
const ruleFields = ['Condition', 'Next', 'Assign', 'Output', 'Comment'];
const catcherFields = ['ErrorEquals', 'Next', 'Assign', 'Output', 'Comment'];

/** Fields of the machine itself. */
export function checkMachine(machine: JsonObject): Diagnostic[] {
  const { Version: version, TimeoutSeconds: timeout } = machine;
  return [
    ...checkRequired(machine, ['States', 'StartAt'], ''),
    ...unknownFields(machine, [...common, 'Version', 'StartAt', 'States', 'TimeoutSeconds'], ''),
    ...(version === undefined || version === '1.0'
      ? []
      : [error('/Version', 'Value should be one of the following: [1.0]')]),
    // AWS takes it; what it then does is not documented.
    ...(timeout === 0
      ? [unsupportedDiagnostic('/TimeoutSeconds', 'a TimeoutSeconds of 0')]
      : checkInteger(timeout, [0, maximumInteger], '/TimeoutSeconds')),
  ];
}

/** The type of a state, and that it carries only fields of its type. */
export function checkFields({ name, state, location }: LocatedState): Diagnostic[] {
  const type = state.Type;
  if (!isStateType(type)) {
    return type === undefined
      ? checkRequired(state, ['Type'], location)
      : [
          error(
            `${location}/Type`,
            `The field 'Type' should have one of these values: [${types.join(', ')}]`,
          ),
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
    ...unknownFields(state, [...fieldsByType[type], ...(fieldsOnlyInAws[type] ?? [])], location),
    ...objectsOf(state.Choices).flatMap((rule, index) => checkRule(rule, `${location}/Choices[${index}]`)),
    ...objectsOf(state.Catch).flatMap((catcher, index) =>
      unknownFields(catcher, catcherFields, `${location}/Catch[${index}]`),
    ),
    ...Object.entries(integerFields).flatMap(([field, range]) =>
      checkIntegerOrExpression(state[field], range, `${location}/${field}`),
    ),
    ...(type === 'Task' ? checkHeartbeat(state, location) : []),
    ...(type === 'Map' ? checkItemProcessor(state.ItemProcessor, location) : []),
    ...(type === 'Parallel' ? checkBranches(state.Branches, location) : []),
  ];
}

function isStateType(type: unknown): type is StateType {
  return typeof type === 'string' && Object.hasOwn(fieldsByType, type);
}

function checkRule(rule: JsonObject, location: string): Diagnostic[] {
  return [...unknownFields(rule, ruleFields, location), ...checkRequired(rule, ['Next'], location)];
}

/** A heartbeat that is awaited longer than the task would never be missed ("Task workflow state"). */
function checkHeartbeat({ HeartbeatSeconds, TimeoutSeconds }: JsonObject, location: string): Diagnostic[] {
  const known = typeof HeartbeatSeconds === 'number' && typeof TimeoutSeconds === 'number';
  return known && HeartbeatSeconds >= TimeoutSeconds
    ? [error(`${location}/HeartbeatSeconds`, 'HeartbeatSeconds must be smaller than TimeoutSeconds')]
    : [];
}
