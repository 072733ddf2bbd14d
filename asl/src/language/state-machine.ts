import { allStatesOf } from './flow';
import type { Flow } from './states';

/** A state machine in the fields of its definition. */
export interface StateMachine extends Flow {
  readonly Comment: string;
  readonly QueryLanguage: 'JSONata';
  /** Seconds after which Step Functions ends an execution. */
  readonly TimeoutSeconds: number;
}

/**
 * Puts a state machine together.
 *
 * @throws if a state within a Map has the name of another one: Step Functions wants them unique in the whole definition
 */
export function stateMachine({
  Comment,
  TimeoutSeconds,
  StartAt,
  States,
}: Omit<StateMachine, 'QueryLanguage'>): StateMachine {
  const names = allStatesOf({ StartAt, States }).map(([name]) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    throw new Error(`Two states have the name ${twice}.`);
  }
  return { Comment, QueryLanguage: 'JSONata', StartAt, TimeoutSeconds, States };
}

/** The definition as JSON text, before Prettier lays it out. */
export const definitionText = (machine: StateMachine): string =>
  JSON.stringify(machine, (name, value: unknown) => (name === 'needs' ? undefined : value), 2);
