import type { AwsRequest } from '../../endpoint/aws-request';
import type { CallerAuthorizer } from '../../endpoint/caller';
import { AwsError } from '../../endpoint/errors';
import { isJsonObject, type Json } from '../../json';
import type { State } from '../interpreter/definition';
import { stateToTest } from '../validation/state-definition';
import { invalidDefinition } from './state-machine-checks';

/** Whether the caller may test the state with this role. Source: developer guide, "IAM permissions for using TestState API". */
export async function authorizeTest(
  authorizeCaller: CallerAuthorizer,
  request: AwsRequest,
  { roleArn, revealSecrets }: { roleArn: string | undefined; revealSecrets: boolean },
): Promise<void> {
  await authorizeCaller(request, 'states:TestState', '*');
  if (revealSecrets) {
    await authorizeCaller(request, 'states:RevealSecrets', '*');
  }
  if (roleArn !== undefined) {
    await authorizeCaller(request, 'iam:PassRole', roleArn, {
      'iam:PassedToService': 'states.amazonaws.com',
    });
  }
}

/** The one state of the definition, or the named one, unless TestState runs no such state. */
export function testableState(
  definition: string,
  stateName: string | undefined,
  roleArn: string | undefined,
): { name: string; state: State } {
  const found = stateToTest(definition, stateName);
  if (found.diagnostics) {
    throw invalidDefinition(found.diagnostics);
  }
  const { name, state } = found.state;
  if (state.Type === 'Map' || state.Type === 'Parallel') {
    const supported = '[Task, Wait, Pass, Succeed, Fail, Choice]';
    const message = `TestState API does not support Map or Parallel states. Supported state types include: ${supported}`;
    throw new AwsError('InvalidDefinition', message);
  }
  if (state.Type === 'Task' && /\.(sync(:2)?|waitForTaskToken)$/.test(String(state.Resource))) {
    throw new AwsError(
      'InvalidDefinition',
      'TestState API does not support the service integration patterns .sync and .waitForTaskToken without a mock',
    );
  }
  if (state.Type === 'Task' && roleArn === undefined) {
    throw new AwsError('ValidationException', 'RoleArn must be specified when testing a Task state');
  }
  return { name, state: state as unknown as State };
}

export function parsedVariables(variables = '{}'): Record<string, Json> {
  try {
    const value: unknown = JSON.parse(variables);
    if (isJsonObject(value)) {
      return value;
    }
  } catch {
    // Said below.
  }
  throw new AwsError('ValidationException', 'Variables must be a JSON object');
}
