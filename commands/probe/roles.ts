import {
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  ListRolePoliciesCommand,
  PutRolePolicyCommand,
  type IAMClient,
} from '@aws-sdk/client-iam';
import { allow, policyDocument, type Statement } from '../../modules/policies/statement';
import { connectionStatements } from '../../modules/policies/state-machine-statements';
import { arnsOf } from '../../settings/arns';
import { meterEventsUrl } from '../../settings/catalog';
import type { ProbeContext } from './context';
import { probeRolePath, probeTag } from './names';

/**
 * A role for Step Functions with these permissions; returns its ARN. It trusts the service without a condition: TestState
 * has no state machine whose ARN could be named, and the role exists for minutes.
 */
export async function probeRole(
  context: ProbeContext,
  thing: string,
  statements: readonly Statement[],
): Promise<string> {
  const { aws, run } = context.options;
  const RoleName = context.nameOf(thing);
  const trust = { Effect: 'Allow', Principal: { Service: 'states.amazonaws.com' }, Action: 'sts:AssumeRole' };
  return context.created.add(
    `the role ${RoleName}`,
    async () => {
      const { Role } = await aws.iam.send(
        new CreateRoleCommand({
          RoleName,
          Path: probeRolePath,
          AssumeRolePolicyDocument: policyDocument([trust]),
          Tags: [{ Key: probeTag, Value: run }],
        }),
      );
      await aws.iam.send(
        new PutRolePolicyCommand({
          RoleName,
          PolicyName: 'probe',
          PolicyDocument: policyDocument(statements),
        }),
      );
      return Role?.Arn ?? '';
    },
    () => removeRole(aws.iam, RoleName),
  );
}

export async function removeRole(iam: IAMClient, RoleName: string): Promise<void> {
  const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
  for (const PolicyName of PolicyNames) {
    await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
  }
  await iam.send(new DeleteRoleCommand({ RoleName }));
}

/** The permission to call one URL; on "*", because TestState has no state machine. */
export const invokeStatement = (url = meterEventsUrl, method = 'POST'): Statement =>
  allow('InvokeHTTPEndpoint', ['states:InvokeHTTPEndpoint'], '*', {
    StringEquals: { 'states:HTTPMethod': method, 'states:HTTPEndpoint': url },
  });

/** The role that sends with the deployed connection, with the permissions of the deployed state machines. */
export function senderRole(context: ProbeContext): Promise<string> {
  const arns = arnsOf(context.options.environment);
  const statements = connectionStatements({
    stateMachineArn: '*',
    connectionArn: arns.connection,
    connectionForPolicyArn: arns.connectionForPolicy,
    connectionSecretArn: arns.connectionSecret,
  });
  return context.once('sender', () => probeRole(context, 'sender', [invokeStatement(), ...statements]));
}
