import { checkVariableScopes } from './variable-scopes';
import { StatesError, type Json } from '../types';

export interface Workflow {
  readonly StartAt: string;
  readonly States: { readonly [name: string]: State };
}

export interface StateMachine extends Workflow {
  readonly TimeoutSeconds?: number;
}

export interface Fields {
  readonly Assign?: { [variable: string]: Json };
  readonly Output?: Json;
}

export interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds?: number;
  readonly MaxAttempts?: number;
  readonly BackoffRate?: number;
  readonly MaxDelaySeconds?: number;
  readonly JitterStrategy?: 'FULL' | 'NONE';
}

export type Catcher = Fields & { readonly ErrorEquals: readonly string[]; readonly Next: string };
export type Rule = Fields & { readonly Condition: Json; readonly Next: string };

/** A state of any type; `readDefinition` has made sure that it carries only fields of its type. */
export interface State extends Fields {
  readonly Type: StateType;
  readonly Next?: string;
  readonly Resource?: string;
  readonly Arguments?: Json;
  readonly TimeoutSeconds?: Json;
  readonly Retry?: readonly Retrier[];
  readonly Catch?: readonly Catcher[];
  readonly Choices?: readonly Rule[];
  readonly Default?: string;
  readonly Seconds?: Json;
  readonly Timestamp?: Json;
  readonly Error?: Json;
  readonly Cause?: Json;
  readonly Items?: Json;
  readonly ItemSelector?: Json;
  readonly MaxConcurrency?: Json;
  readonly ItemProcessor?: Workflow;
}

const common = ['Type', 'QueryLanguage', 'Comment'];
const passing = [...common, 'Assign', 'Output', 'Next', 'End'];

const fieldsByType = {
  Task: [...passing, 'Resource', 'Arguments', 'TimeoutSeconds', 'Retry', 'Catch'],
  Pass: passing,
  Choice: [...common, 'Assign', 'Output', 'Choices', 'Default'],
  Wait: [...passing, 'Seconds', 'Timestamp'],
  Succeed: [...common, 'Output'],
  Fail: [...common, 'Error', 'Cause'],
  Map: [...passing, 'Items', 'ItemSelector', 'MaxConcurrency', 'ItemProcessor', 'Retry', 'Catch'],
};

export type StateType = keyof typeof fieldsByType;

/**
 * Parses a definition that AWS would accept.
 *
 * @throws StatesError `States.Runtime` that names what local Step Functions does not support
 */
export function readDefinition(definition: string): StateMachine {
  const machine = JSON.parse(definition) as StateMachine & { QueryLanguage?: string };
  checkFields(
    machine,
    ['Comment', 'QueryLanguage', 'Version', 'StartAt', 'States', 'TimeoutSeconds'],
    'the state machine',
  );
  checkStates(machine, machine.QueryLanguage ?? 'JSONPath');
  checkVariableScopes(machine);
  return machine;
}

function checkStates(workflow: Workflow, machineLanguage: string): void {
  for (const [name, state] of Object.entries(workflow.States)) {
    const language = (state as { QueryLanguage?: string }).QueryLanguage ?? machineLanguage;
    if (language !== 'JSONata') {
      throw unsupported(`QueryLanguage ${language} (state "${name}"); it must be JSONata`);
    }
    const fields = fieldsByType[state.Type];
    if (!fields) {
      throw unsupported(`the state type ${state.Type} (state "${name}")`);
    }
    checkFields(state, fields, `the ${state.Type} state "${name}"`);
    if (state.Type === 'Task') {
      checkResource(state.Resource ?? '', name);
    }
    if (state.ItemProcessor) {
      checkItemProcessor(state.ItemProcessor, name);
      checkStates(state.ItemProcessor, machineLanguage);
    }
  }
}

function checkFields(holder: object, known: readonly string[], where: string): void {
  const unknown = Object.keys(holder).find((field) => !known.includes(field));
  if (unknown) {
    throw unsupported(`the field ${unknown} in ${where}`);
  }
}

function checkResource(resource: string, name: string): void {
  if (resource.endsWith('.waitForTaskToken')) {
    throw unsupported(`waitForTaskToken (state "${name}")`);
  }
  if (/^arn:aws[^:]*:states:[^:]+:[^:]+:activity:/.test(resource)) {
    throw unsupported(`activities (state "${name}")`);
  }
  if (!/^arn:aws[^:]*:states:::[^:]+:.+$/.test(resource)) {
    throw unsupported(`the resource "${resource}" (state "${name}")`);
  }
}

function checkItemProcessor(processor: object, name: string): void {
  const where = `the ItemProcessor of "${name}"`;
  checkFields(processor, ['Comment', 'StartAt', 'States', 'ProcessorConfig'], where);
  const { ProcessorConfig: config = {} } = processor as { ProcessorConfig?: { Mode?: string } };
  checkFields(config, ['Mode'], where);
  if (config.Mode !== undefined && config.Mode !== 'INLINE') {
    throw unsupported(`a Map in mode ${config.Mode} (state "${name}")`);
  }
}

function unsupported(what: string): StatesError {
  return new StatesError('States.Runtime', `local Step Functions does not support ${what}.`);
}
