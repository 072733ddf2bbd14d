import { error, unsupportedDiagnostic, type Diagnostic } from './diagnostic';
import { unknownFields } from './unknown-fields';
import { isJsonObject, type JsonObject } from '../../json';

/** What a Map does for each item, and whether within its execution or in one of its own. */
export function checkItemProcessor(processor: unknown, location: string): Diagnostic[] {
  if (!isJsonObject(processor)) {
    return [error(location, "The field 'ItemProcessor' is required but was missing")];
  }
  const config = isJsonObject(processor.ProcessorConfig) ? processor.ProcessorConfig : {};
  return [
    ...unknownFields(
      processor,
      ['Comment', 'StartAt', 'States', 'ProcessorConfig'],
      location,
      'ItemProcessor',
    ),
    ...checkProcessorConfig(config, `${location}/ProcessorConfig`),
  ];
}

function checkProcessorConfig(config: JsonObject, location: string): Diagnostic[] {
  const { Mode: mode = 'INLINE', ExecutionType: type } = config;
  if (mode === 'INLINE') {
    return unknownFields(config, ['Mode'], location, 'an inline ProcessorConfig');
  }
  if (mode !== 'DISTRIBUTED') {
    return [error(`${location}/Mode`, 'The value must be INLINE or DISTRIBUTED')];
  }
  if (type === 'EXPRESS') {
    return [unsupportedDiagnostic(`${location}/ExecutionType`, 'child executions of type EXPRESS')];
  }
  return [
    ...unknownFields(config, ['Mode', 'ExecutionType'], location, 'a distributed ProcessorConfig'),
    ...(type === 'STANDARD'
      ? []
      : [error(`${location}/ExecutionType`, 'The value must be STANDARD or EXPRESS')]),
  ];
}
