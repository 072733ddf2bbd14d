import type { Json } from '../../json';
import type { RunningExecution } from './branch';
import type { State } from './definition';

/** The visit to a state that sees the object. */
interface Seen {
  readonly branch: { readonly execution: RunningExecution };
  readonly name: string;
  readonly state: State;
  readonly entered: { readonly time: Date };
  readonly retryCount: number;
}

/** The context object ("Accessing execution data from the Context object"). */
export function contextObject(
  { branch, name, state, entered, retryCount }: Seen,
  mapContext: Json | undefined,
): Json {
  const { options, input, startTime, redrive } = branch.execution;
  const retries = ['Task', 'Map', 'Parallel'].includes(state.Type);
  return {
    Execution: {
      Id: options.executionArn,
      Input: input,
      Name: options.executionName,
      RoleArn: options.roleArn || null,
      StartTime: startTime.toISOString(),
      ...(!options.testsState && { RedriveCount: redrive?.count ?? 0 }),
      ...(redrive && { RedriveTime: redrive.time.toISOString() }),
    },
    StateMachine: { Id: options.stateMachineArn, Name: options.stateMachineName },
    State: {
      Name: name,
      EnteredTime: entered.time.toISOString(),
      ...(retries && { RetryCount: retryCount }),
    },
    ...(mapContext !== undefined && { Map: mapContext }),
  };
}
