import {
  DescribeStateMachineCommand,
  UpdateStateMachineCommand,
  type UpdateStateMachineCommandInput,
} from '@aws-sdk/client-sfn';
import type { Facts } from '../../../commands/verify/facts';
import type { Deployed } from '../../helpers/deployed';

/** Updates a state machine by hand. @returns a function that puts it back */
export const machine =
  (
    change: (definition: string) => Partial<UpdateStateMachineCommandInput>,
    which: 'stateMachine' | 'recoveryStateMachine' = 'stateMachine',
  ) =>
  async ({ services: { clients } }: Deployed, { arns }: Facts) => {
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
