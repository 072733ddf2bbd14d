import { RedriveExecutionCommand } from '@aws-sdk/client-sfn';
import { endText, httpState, sendArguments } from '../http-state';
import { endOf, executeAllowed, probeMachine } from '../machines';
import type { Question } from '../question';
import { senderRole } from '../roles';

export const redrive: Question = {
  id: 'redrive',
  assumption:
    'A redriven HTTP Task evaluates its arguments again, so that a guard in them holds, and its RetryCount starts at 0.',
  dependsOn: [
    'asl/ServiceProcessingOrchestrator.asl.json',
    'asl/StripeMeterEventRecovery.asl.json',
    'packages/local-aws/src/step-functions/interpreter/task-state.ts',
  ],
  async ask(context) {
    const event = await context.event('redrive');
    const args = sendArguments(context.options.connectionArn, event);
    const RequestBody = {
      ...args.RequestBody,
      identifier: `{% '${event.identifier}-' & $states.context.Execution.RedriveCount & '-' & $states.context.State.RetryCount %}`,
      // Until the redrive a time that Stripe refuses: 1970.
      timestamp: `{% $states.context.Execution.RedriveCount = 0 ? '1' : '${event.timestamp}' %}`,
    };
    const Retry = [{ ErrorEquals: ['States.Http.StatusCode.400'], IntervalSeconds: 1, MaxAttempts: 1 }];
    const states = { Send: { ...httpState({ ...args, RequestBody }), Retry } };
    const machine = await probeMachine(context, 'redrive', { states, roleArn: await senderRole(context) });
    const failed = await executeAllowed(context, machine);
    if (failed.error !== 'States.Http.StatusCode.400') {
      throw new Error(`The execution to redrive ended differently: ${endText(failed)}`);
    }
    const executionArn = failed.executionArn ?? '';
    await context.options.aws.states.send(new RedriveExecutionCommand({ executionArn }));
    const ended = await endOf(context, executionArn);
    const { ResponseBody } = JSON.parse(ended.output ?? '{}') as { ResponseBody?: { identifier?: string } };
    const [redriveCount, retryCount] = ResponseBody?.identifier?.split('-').slice(-2) ?? [];
    return {
      agrees: redriveCount === '1' && retryCount === '0',
      seen: ResponseBody
        ? `the redriven task sent RedriveCount ${redriveCount} and RetryCount ${retryCount}`
        : endText(ended),
    };
  },
};
