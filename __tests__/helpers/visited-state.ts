import type { Json } from '@usage-billing/local-aws/json';
import type {
  State,
  StateMachineDefinition,
} from '@usage-billing/local-aws/step-functions/interpreter/definition';
import {
  testState,
  type StateTestResult,
} from '@usage-billing/local-aws/step-functions/interpreter/state-test';
import type { StatesError } from '@usage-billing/local-aws/step-functions/types';
import type { Machine } from '../../simulation/definitions';
import { deployedDefinitions } from '../../simulation/random-histories/world/machines';

type Variables = Readonly<Record<string, Json>>;

export interface VisitOptions {
  readonly machine: Machine;
  /** Unix seconds. */
  readonly now: number;
  readonly variables?: Variables;
  readonly input?: Json;
  /** When the execution started, in Unix seconds. @default now */
  readonly startedAt?: number;
  /** What the service answers to a Task. */
  readonly result?: Json;
  /** How a Task fails instead. */
  readonly fails?: StatesError;
}

export interface Visited extends StateTestResult {
  /** What a Task asks the service for. */
  readonly asked?: Json;
}

const statesOf: Readonly<Record<Machine, Readonly<Record<string, State>>>> = (() => {
  const definitions = deployedDefinitions();
  const of = (machine: Machine) => (JSON.parse(definitions[machine]) as StateMachineDefinition).States;
  const recovery = of('recovery');
  return {
    orchestrator: of('orchestrator'),
    recovery: { ...recovery, ...recovery.WorkOnItems!.ItemProcessor!.States },
  };
})();

/** A state of the definitions as they are deployed. */
export function stateOf(machine: Machine, name: string): State {
  const state = statesOf[machine][name];
  if (!state) {
    throw new Error(`The definition of ${machine} has no state ${name}.`);
  }
  return state;
}

/** One attempt of a state of the definitions as they are deployed, with the emulator's own interpreter. */
export async function visitState(
  name: string,
  { machine, now, startedAt = now, variables = {}, input = {}, result = {}, fails }: VisitOptions,
): Promise<Visited> {
  let asked: Json | undefined;
  // The first time that is asked for is the start.
  const times = [startedAt];
  const visited = await testState({
    name,
    state: stateOf(machine, name),
    variables,
    options: {
      definition: '',
      input: JSON.stringify(input),
      executionArn: 'arn:aws:states:ap-northeast-1:002689294103:execution:Machine:one',
      executionName: 'one',
      stateMachineArn: 'arn:aws:states:ap-northeast-1:002689294103:stateMachine:Machine',
      stateMachineName: 'Machine',
      roleArn: '',
      runTask: (call) => {
        asked = call.arguments;
        return fails ? Promise.reject(fails) : Promise.resolve(result);
      },
      // Time stands still.
      clock: {
        now: () => new Date((times.shift() ?? now) * 1000),
        sleep: () => Promise.resolve(),
        timeout: () => new Promise(() => undefined),
      },
      signal: new AbortController().signal,
      onEvent: () => undefined,
    },
  });
  return { ...visited, ...(asked !== undefined && { asked }) };
}

/** Goes on from state to state until one of `until`, which is not visited. */
export async function walk(
  from: string,
  until: readonly string[],
  { results = {}, ...options }: VisitOptions & { readonly results?: Readonly<Record<string, Json>> },
): Promise<{ readonly at: string; readonly variables: Variables }> {
  let at = from;
  let variables = options.variables ?? {};
  while (!until.includes(at)) {
    const visited = await visitState(at, { ...options, variables, result: results[at] ?? {} });
    if (visited.nextState === undefined) {
      throw new Error(`${at} ended with ${visited.status}: ${visited.failure?.message}`);
    }
    variables = visited.variables;
    at = visited.nextState;
  }
  return { at, variables };
}
