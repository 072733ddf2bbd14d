import jsonata from 'jsonata';
import { addedFunctions } from '@usage-billing/local-aws/step-functions/interpreter/functions';
import { isExpression } from '@usage-billing/local-aws/step-functions/interpreter/expressions';
import {
  edgesOf,
  holdersOf,
  innerWorkflows,
  statesOf,
  type LocatedState,
} from '@usage-billing/local-aws/step-functions/validation/scope';
import type { JsonObject } from '@usage-billing/local-aws/json';

/** JSONata's functions that the definitions use; Step Functions takes any name, so that a misspelled one must be told. */
const functions = new Set([
  ...(
    'append boolean contains count distinct encodeUrlComponent error exists filter floor fromMillis join keys length lookup map ' +
    'match max merge millis min not now number pad power reduce replace round sort split string substring substringAfter ' +
    'substringBefore sum toMillis type uppercase lowercase'
  ).split(' '),
  ...Object.keys(addedFunctions),
  'states',
]);

/**
 * Variables that a state reads although no way to it assigns them, as `location: name`. Step Functions accepts such a
 * definition, and the execution fails.
 */
export function unassignedVariables(
  workflow: JsonObject,
  location = '',
  outer: ReadonlySet<string> = new Set(),
): string[] {
  const before = variablesBefore(workflow, outer);
  return statesOf(workflow, location).flatMap((state) => {
    const known = before.get(state.name)!;
    const own = readBy(state).filter((name) => !known.has(name) && !functions.has(name));
    const inner = innerWorkflows(state).flatMap((within) => {
      const distributed = JSON.stringify(within.workflow.ProcessorConfig ?? {}).includes('DISTRIBUTED');
      return unassignedVariables(within.workflow, within.location, distributed ? undefined : known);
    });
    return [...own.map((name) => `${state.location}: $${name}`), ...inner];
  });
}

function variablesBefore(workflow: JsonObject, outer: ReadonlySet<string>): Map<string, Set<string>> {
  const states = new Map(statesOf(workflow, '').map((state) => [state.name, state]));
  const before = new Map([...states.keys()].map((name) => [name, new Set(outer)]));
  const changed = new Set(states.keys());
  // A state is visited again, at the end, when a transition to it brings a new name.
  for (const name of changed) {
    changed.delete(name);
    for (const { target, assigned } of edgesOf(states.get(name)!)) {
      const known = before.get(String(target))!;
      const size = known.size;
      [...before.get(name)!, ...assigned].forEach((variable) => known.add(variable));
      if (known.size > size) {
        changed.add(String(target));
      }
    }
  }
  return before;
}

function readBy(state: LocatedState): string[] {
  const names = holdersOf(state).flatMap(({ holder }) =>
    Object.entries(holder)
      .filter(([field]) => !['ItemProcessor', 'Branches', 'Choices', 'Catch', 'Retry'].includes(field))
      .flatMap(([, value]) => expressionsIn(value))
      .flatMap(namesIn),
  );
  return [...new Set(names)];
}

function expressionsIn(value: unknown): string[] {
  if (isExpression(value)) {
    return [value.slice(2, -2)];
  }
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(expressionsIn) : [];
}

interface Node {
  readonly type?: string;
  readonly value?: string;
  readonly lhs?: Node;
  readonly arguments?: readonly Node[];
  readonly focus?: string;
  readonly index?: string;
}

/** The variables that an expression reads and does not bind itself. */
function namesIn(expression: string): string[] {
  const read = new Set<string>();
  const bound = new Set<unknown>(['', '$']);
  const visit = (child: unknown): void => {
    if (typeof child !== 'object' || child === null) {
      return;
    }
    const node = child as Node;
    if (node.type === 'variable') {
      read.add(node.value!);
    } else if (node.type === 'bind') {
      bound.add(node.lhs!.value);
    } else if (node.type === 'lambda') {
      node.arguments!.forEach((parameter) => bound.add(parameter.value));
    }
    bound.add(node.focus).add(node.index);
    Object.values(node).forEach(visit);
  };
  visit(jsonata(expression).ast());
  return [...read].filter((name) => !bound.has(name));
}
