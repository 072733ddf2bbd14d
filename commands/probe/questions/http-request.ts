import { metersUrl } from '../../../settings/catalog';
import { dummyConnection, useOf } from '../connections';
import { endText, httpState, payloadText, sendArguments } from '../http-state';
import { executeAllowed, probeMachine } from '../machines';
import type { Question } from '../question';
import { invokeStatement, probeRole, senderRole } from '../roles';

interface Sent {
  readonly StatusCode?: number;
  readonly ResponseBody?: { readonly identifier?: string; readonly payload?: Record<string, unknown> };
}

export const formEncoding: Question = {
  id: 'form-encoding',
  assumption:
    'URL_ENCODED writes a nested payload as payload[stripe_customer_id]=…, percent-encoded, as Stripe reads it.',
  dependsOn: [
    'asl/ServiceProcessingOrchestrator.asl.json',
    'asl/StripeMeterEventRecovery.asl.json',
    'packages/local-aws/src/step-functions/tasks/http-body.ts',
  ],
  async ask(context) {
    const event = await context.event('form-encoding');
    const states = { Send: httpState(sendArguments(context.options.connectionArn, event)) };
    const machine = await probeMachine(context, 'form-encoding', {
      states,
      roleArn: await senderRole(context),
    });
    const ended = await executeAllowed(context, machine);
    const { StatusCode, ResponseBody } = JSON.parse(ended.output ?? '{}') as Sent;
    const received = payloadText(ResponseBody?.payload);
    return {
      agrees:
        StatusCode === 200 &&
        ResponseBody?.identifier === event.identifier &&
        received === payloadText(event.payload),
      seen: StatusCode === undefined ? endText(ended) : `${StatusCode}, and Stripe received ${received}`,
    };
  },
};

export const endpointWithQuery: Question = {
  id: 'endpoint-with-query',
  assumption:
    'The condition key states:HTTPEndpoint has the URL as written in ApiEndpoint, without the QueryParameters.',
  dependsOn: ['asl/src/recovery/permissions.ts', 'packages/local-aws/src/step-functions/tasks/http-task.ts'],
  async ask(context) {
    const connection = await dummyConnection(context, 'query');
    const statements = [invokeStatement(metersUrl, 'GET'), ...useOf(connection)];
    const roleArn = await probeRole(context, 'query', statements);
    const states = {
      Send: httpState({
        ApiEndpoint: metersUrl,
        Method: 'GET',
        InvocationConfig: { ConnectionArn: connection.arn },
        QueryParameters: { limit: '1' },
      }),
    };
    const ended = await executeAllowed(context, await probeMachine(context, 'query', { states, roleArn }));
    // The dummy key: a request that is let through is a 401.
    return { agrees: ended.error === 'States.Http.StatusCode.401', seen: endText(ended) };
  },
};
