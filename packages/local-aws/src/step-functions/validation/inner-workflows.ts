import { checkRequired, error, unsupportedDiagnostic, type Diagnostic } from './diagnostic';
import { unknownFields } from './unknown-fields';
import { isJsonObject, type JsonObject } from '../../json';

/** What a Map does for each item, and whether within its execution or in one of its own. */
export function checkItemProcessor(processor: unknown, state: string): Diagnostic[] {
  if (!isJsonObject(processor)) {
    return [error(state, 'These fields are required: [ItemProcessor]')];
  }
  const location = `${state}/ItemProcessor`;
  const config = isJsonObject(processor.ProcessorConfig) ? processor.ProcessorConfig : {};
  return [
    ...unknownFields(processor, ['Comment', 'StartAt', 'States', 'ProcessorConfig'], location),
    ...checkRequired(processor, ['States', 'StartAt'], location),
    ...checkProcessorConfig(config, `${location}/ProcessorConfig`),
  ];
}

/** What a Parallel state runs side by side. */
export function checkBranches(branches: unknown, state: string): Diagnostic[] {
  if (branches === undefined) {
    return [error(state, 'These fields are required: [Branches]')];
  }
  if (!Array.isArray(branches) || !branches.every(isJsonObject)) {
    return [error(`${state}/Branches`, 'The value must be a list of objects')];
  }
  if (branches.length === 0) {
    return [error(`${state}/Branches`, 'Value cannot be empty')];
  }
  return branches.flatMap((branch, index) => {
    const location = `${state}/Branches[${index}]`;
    return [
      ...unknownFields(branch, ['Comment', 'StartAt', 'States'], location),
      ...checkRequired(branch, ['States', 'StartAt'], location),
    ];
  });
}

function checkProcessorConfig(config: JsonObject, location: string): Diagnostic[] {
  const { Mode: mode = 'INLINE', ExecutionType: type } = config;
  if (mode === 'INLINE') {
    return unknownFields(config, ['Mode'], location);
  }
  if (mode !== 'DISTRIBUTED') {
    return [error(`${location}/Mode`, 'Value should be one of the following: [INLINE, DISTRIBUTED]')];
  }
  if (type === 'EXPRESS') {
    return [unsupportedDiagnostic(`${location}/ExecutionType`, 'child executions of type EXPRESS')];
  }
  return [
    ...unknownFields(config, ['Mode', 'ExecutionType'], location),
    ...checkRequired(config, ['ExecutionType'], location),
    ...(type === 'STANDARD' || type === undefined
      ? []
      : [error(`${location}/ExecutionType`, 'Value should be one of the following: [STANDARD, EXPRESS]')]),
  ];
}
