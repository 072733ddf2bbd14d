import type { Json } from '../../json';

export type StateType = 'Task' | 'Pass' | 'Choice' | 'Wait' | 'Succeed' | 'Fail' | 'Map' | 'Parallel';

/** States and where they start: a state machine's, a Map's `ItemProcessor` or a branch of a Parallel. */
export interface Workflow {
  readonly StartAt: string;
  readonly States: { readonly [name: string]: State };
}

/** A definition that the validation has accepted: CreateStateMachine and UpdateStateMachine save no other. */
export interface StateMachineDefinition extends Workflow {
  readonly TimeoutSeconds?: number;
}

export interface ItemProcessor extends Workflow {
  /** @default INLINE */
  readonly ProcessorConfig?: { readonly Mode?: 'INLINE' | 'DISTRIBUTED' };
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

/** A state of any type; the validation has checked that it has only fields of its type. */
export interface State extends Fields {
  readonly Type: StateType;
  readonly Next?: string;
  readonly Resource?: string;
  readonly Arguments?: Json;
  readonly TimeoutSeconds?: Json;
  readonly HeartbeatSeconds?: Json;
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
  readonly ItemProcessor?: ItemProcessor;
  readonly Branches?: readonly Workflow[];
  readonly Label?: string;
  readonly ToleratedFailureCount?: Json;
  readonly ToleratedFailurePercentage?: Json;
}
