import {
  DescribeStateMachineCommand,
  UpdateStateMachineCommand,
  type UpdateStateMachineCommandInput,
} from '@aws-sdk/client-sfn';
import type { Breakage } from './breakage';

/** Updates a state machine by hand. */
export const machine =
  (
    change: (definition: string) => Partial<UpdateStateMachineCommandInput>,
    which: 'stateMachine' | 'recoveryStateMachine' = 'stateMachine',
  ): Breakage['make'] =>
  async ({ services: { clients } }, { arns }) => {
    const stateMachineArn = arns[which];
    const was = await clients.states.send(new DescribeStateMachineCommand({ stateMachineArn }));
    await clients.states.send(
      new UpdateStateMachineCommand({ stateMachineArn, ...change(was.definition ?? '') }),
    );
    const { definition, loggingConfiguration, tracingConfiguration, roleArn } = was;
    return () =>
      clients.states.send(
        new UpdateStateMachineCommand({
          stateMachineArn,
          definition,
          loggingConfiguration,
          tracingConfiguration,
          roleArn,
        }),
      );
  };
