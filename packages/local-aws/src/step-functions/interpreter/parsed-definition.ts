import type { StateMachineDefinition, Workflow } from './definition';

/** Definitions that are kept parsed; the oldest gives way to a new one. */
const maximumDefinitions = 100;

const definitions = new Map<string, StateMachineDefinition>();
const texts = new WeakMap<Workflow, string>();

/** The definition as an object, the same one for the same text: a machine runs many executions. */
export function parsedDefinition(text: string): StateMachineDefinition {
  const known = definitions.get(text);
  if (known) {
    return known;
  }
  if (definitions.size >= maximumDefinitions) {
    definitions.delete(definitions.keys().next().value!);
  }
  const definition = JSON.parse(text) as StateMachineDefinition;
  definitions.set(text, definition);
  return definition;
}

/** An `ItemProcessor` as the definition of child executions. */
export function processorDefinition(processor: Workflow): string {
  const text = texts.get(processor) ?? JSON.stringify(processor);
  texts.set(processor, text);
  return text;
}
