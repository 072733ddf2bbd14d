import { DescribeConnectionCommand } from '@aws-sdk/client-eventbridge';
import type { ProbeContext } from '../context';
import { dummyConnection, dummyKeyEnd, useOf } from '../connections';
import { endText, httpState, sendArguments } from '../http-state';
import { execute, executeAllowed, probeMachine, traceState } from '../machines';
import type { Question } from '../question';
import { invokeStatement, probeRole, senderRole } from '../roles';

/** An HTTP Task whose event Stripe has already, so that it answers 400 with a sentence. */
async function refusedState(context: ProbeContext, thing: string) {
  const event = await context.event(thing);
  await context.options.stripe.billing.meterEvents.create(event);
  return httpState(sendArguments(context.options.connectionArn, event));
}

/** An HTTP Task with a dummy key, and a role that may run it. */
async function unauthorizedState(context: ProbeContext, thing: string) {
  const connection = await dummyConnection(context, thing);
  const roleArn = await probeRole(context, thing, [invokeStatement(), ...useOf(connection)]);
  const state = httpState(sendArguments(connection.arn, await context.event(thing)));
  return { connection, roleArn, state };
}

export const httpErrorBody: Question = {
  id: 'http-error-body',
  assumption:
    'When Stripe refuses a request, an execution sees the status alone: the error is States.Http.StatusCode.400, and Stripe’s sentence is lost.',
  dependsOn: [
    'asl/ServiceProcessingOrchestrator.asl.json',
    'asl/StripeMeterEventRecovery.asl.json',
    'packages/local-aws/src/step-functions/tasks/http-task.ts',
  ],
  async ask(context) {
    const states = { Send: await refusedState(context, 'http-error-body') };
    const machine = await probeMachine(context, 'http-error-body', {
      states,
      roleArn: await senderRole(context),
    });
    const ended = await executeAllowed(context, machine);
    return {
      agrees: ended.error === 'States.Http.StatusCode.400' && !ended.cause?.includes('already exists'),
      seen: endText(ended),
    };
  },
};

export const traceBody: Question = {
  id: 'trace-body',
  assumption: 'TestState with the inspection level TRACE shows Stripe’s sentence, which an execution loses.',
  dependsOn: [
    'packages/local-aws/src/step-functions/api/test-state.ts',
    'packages/local-aws/src/step-functions/tasks/http-trace.ts',
  ],
  async ask(context) {
    const state = await refusedState(context, 'trace-body');
    const { inspectionData, ...ended } = await traceState(context, state, await senderRole(context));
    const { statusCode = 'none', body = '' } = inspectionData?.response ?? {};
    const agrees = statusCode === '400' && body.includes('already exists');
    return {
      agrees,
      seen: `${endText(ended)}; response ${statusCode}${agrees ? ' with the sentence' : ' without it'}`,
    };
  },
};

export const authorizationHeader: Question = {
  id: 'authorization-header',
  assumption:
    'The value of the connection’s API key goes out as the header Authorization, as it is written: "Bearer" and the key.',
  dependsOn: [
    'modules/stripe-connection.ts',
    'packages/local-aws/src/step-functions/tasks/http-connection.ts',
  ],
  async ask(context) {
    const { state, roleArn } = await unauthorizedState(context, 'authorization');
    const { inspectionData, ...ended } = await traceState(context, state, roleArn);
    const { statusCode = 'none', body = '' } = inspectionData?.response ?? {};
    // Stripe repeats the end of a key that it does not know; without "Bearer" it would find none.
    const agrees =
      statusCode === '401' && new RegExp(`Invalid API Key provided: \\S*${dummyKeyEnd}`).test(body);
    return {
      agrees,
      seen: agrees
        ? 'Stripe read the dummy key and named its last four characters'
        : `${endText(ended)}; response ${statusCode} does not name the end of the dummy key`,
    };
  },
};

export const deauthorization: Question = {
  id: 'deauthorization',
  assumption:
    'A 401 deauthorizes the connection: the first task ends with States.Http.StatusCode.401, the next one with Events.ConnectionResource.InvalidConnectionState.',
  dependsOn: [
    'docs/runbook.md',
    'commands/stripe-key/index.ts',
    'packages/local-aws/src/step-functions/tasks/http-task.ts',
  ],
  async ask(context) {
    const { connection, roleArn, state } = await unauthorizedState(context, 'deauthorization');
    const machine = await probeMachine(context, 'deauthorization', { states: { Send: state }, roleArn });
    const first = await executeAllowed(context, machine);
    const { ConnectionState } = await context.until(
      'iam',
      () => context.options.aws.events.send(new DescribeConnectionCommand({ Name: connection.name })),
      (described) => described.ConnectionState === 'DEAUTHORIZED',
    );
    const second = await execute(context, machine);
    return {
      agrees:
        first.error === 'States.Http.StatusCode.401' &&
        ConnectionState === 'DEAUTHORIZED' &&
        second.error === 'Events.ConnectionResource.InvalidConnectionState',
      seen: `${first.error ?? first.status}, then the connection is ${ConnectionState}, then ${second.error ?? second.status}`,
    };
  },
};
