import type { Statement } from '../../../modules/policies/statement';
import { dummyConnection, useOf } from '../connections';
import type { ProbeContext } from '../context';
import { endText, httpState, sendArguments } from '../http-state';
import { executeAllowed, probeMachine } from '../machines';
import type { Question } from '../question';
import { invokeStatement, probeRole } from '../roles';

/** A state machine that sends with a connection of its own, and may do this alone. */
async function machineWith(
  context: ProbeContext,
  thing: string,
  statements: readonly Statement[],
  connectionArn: string,
) {
  const roleArn = await probeRole(context, thing, statements);
  const states = { Send: httpState(sendArguments(connectionArn, await context.event(thing))) };
  return probeMachine(context, thing, { states, roleArn });
}

export const connectionArnInPolicy: Question = {
  id: 'connection-arn',
  assumption:
    'events:RetrieveConnectionCredentials is checked against the connection’s ARN with its UUID; a policy that names the ARN without the UUID is not enough.',
  dependsOn: [
    'asl/src/steps/connection-grants.ts',
    'packages/local-aws/src/step-functions/tasks/http-connection.ts',
  ],
  async ask(context) {
    const connection = await dummyConnection(context, 'arn');
    const [retrieve, read] = useOf(connection);
    const policy = (arn: string) => [invokeStatement(), { ...retrieve!, Resource: arn }, read!];
    const bare = connection.arn.slice(0, connection.arn.lastIndexOf('/'));
    // Without it first: once the 401 has deauthorized the connection, nothing shows the permission any more.
    const without = await machineWith(context, 'arn-without-uuid', policy(bare), connection.arn);
    const withUuid = await machineWith(context, 'arn-with-uuid', policy(connection.arn), connection.arn);
    const barely = await executeAllowed(context, without);
    const fully = isDenied(barely.error) ? await executeAllowed(context, withUuid) : undefined;
    return {
      agrees: isDenied(barely.error) && fully?.error === 'States.Http.StatusCode.401',
      seen: `without the UUID: ${endText(barely)}; with it: ${fully ? endText(fully) : 'not tried, the other one was let through'}`,
    };
  },
};

/** Asked for as long as a new role may take: what is denied then is what the role lacks. */
const isDenied = (error: string | undefined) => error === 'Events.ConnectionResource.AccessDenied';

export const secretDenied: Question = {
  id: 'secret-denied',
  assumption:
    'A role that may use the connection, but not read its managed secret, gets Events.ConnectionResource.AccessDenied.',
  dependsOn: ['docs/runbook.md', 'packages/local-aws/src/step-functions/tasks/http-connection.ts'],
  async ask(context) {
    const connection = await dummyConnection(context, 'secret-denied');
    const [retrieve] = useOf(connection);
    const machine = await machineWith(
      context,
      'secret-denied',
      [invokeStatement(), retrieve!],
      connection.arn,
    );
    const ended = await executeAllowed(context, machine);
    return { agrees: isDenied(ended.error), seen: endText(ended) };
  },
};

export const invokeDenied: Question = {
  id: 'invoke-denied',
  assumption: 'A role without states:InvokeHTTPEndpoint gets the error States.Http.AccessDenied.',
  dependsOn: ['docs/runbook.md', 'packages/local-aws/src/step-functions/tasks/http-task.ts'],
  async ask(context) {
    const connection = await dummyConnection(context, 'invoke-denied');
    const machine = await machineWith(context, 'invoke-denied', useOf(connection), connection.arn);
    const ended = await executeAllowed(context, machine);
    return { agrees: ended.error === 'States.Http.AccessDenied', seen: endText(ended) };
  },
};

export const connectionSecret: Question = {
  id: 'connection-secret',
  assumption:
    'The secret that EventBridge manages for a connection is named events!connection/<name>/<UUID>/auth-…',
  dependsOn: ['settings/arns.ts', 'packages/local-aws/src/moto/moto_connection.py'],
  async ask(context) {
    const { name, secretArn } = await dummyConnection(context, 'secret-name');
    const [, resource = ''] = secretArn.split(':secret:');
    return {
      agrees: new RegExp(`^events!connection/${name}/[0-9a-f-]{36}/auth-\\w+$`).test(resource),
      seen: resource || 'DescribeConnection names no secret',
    };
  },
};
