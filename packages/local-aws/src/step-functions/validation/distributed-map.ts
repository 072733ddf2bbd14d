import { isExpression } from '../interpreter/expressions';
import { error, unsupportedDiagnostic, type Diagnostic } from './diagnostic';
import { statesOf, type LocatedState } from './scope';
import { isJsonObject, type JsonObject } from '../../json';

/** Fields that a Map has in distributed mode alone. */
export const distributedFields: readonly string[] = [
  'Label',
  'ToleratedFailureCount',
  'ToleratedFailurePercentage',
];

/** Characters of a label, https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html */
const maximumLabel = 40;

export function isDistributedMap({ Type, ItemProcessor: processor }: JsonObject): boolean {
  const config =
    isJsonObject(processor) && isJsonObject(processor.ProcessorConfig) && processor.ProcessorConfig;
  return Type === 'Map' && config !== false && config.Mode === 'DISTRIBUTED';
}

/** What concerns the Distributed Maps of a machine: their labels, their tolerances and where they stand. */
export function checkDistributedMaps(machine: JsonObject, states: readonly LocatedState[]): Diagnostic[] {
  const atTop = new Set(statesOf(machine, '').map(({ location }) => location));
  const maps = states.filter(({ state }) => isDistributedMap(state));
  const labels = maps.map(({ state }) => state.Label);
  return maps.flatMap(({ state, location }, index) => [
    ...(atTop.has(location) ? [] : [unsupportedDiagnostic(location, 'a Distributed Map within a Map')]),
    ...checkLabel(state.Label, `${location}/Label`),
    ...(state.Label !== undefined && labels.indexOf(state.Label) < index
      ? [error(`${location}/Label`, `The label ${String(state.Label)} is that of another Map`)]
      : []),
    ...checkPercentage(state.ToleratedFailurePercentage, `${location}/ToleratedFailurePercentage`),
  ]);
}

/** It is part of the children's ARNs; AWS makes one up where there is none, which no policy could name. */
function checkLabel(label: unknown, location: string): Diagnostic[] {
  if (label === undefined) {
    return [unsupportedDiagnostic(location, 'a Distributed Map without a Label')];
  }
  const valid =
    typeof label === 'string' &&
    label.length >= 1 &&
    label.length <= maximumLabel &&
    !/[\s\p{Cc}?*<>{}[\]:;,\\|^~$#%&`"]/u.test(label);
  return valid
    ? []
    : [
        error(
          location,
          `A label has 1 to ${maximumLabel} characters, without white space, brackets, wildcards and special characters`,
        ),
      ];
}

function checkPercentage(value: unknown, location: string): Diagnostic[] {
  const isPercentage = typeof value === 'number' && value >= 0 && value <= 100;
  return value === undefined || isExpression(value) || isPercentage
    ? []
    : [error(location, 'The value must be a number from 0 to 100, or an expression')];
}
