import { DescribeStateMachineCommand, SFNClient, type DescribeStateMachineOutput } from '@aws-sdk/client-sfn';
import { arnsOf, nameInArn } from '../../settings/arns';
import type { Environment } from '../../settings/environments';
import { ask } from './ask';
import { awsClient } from '../../clients/aws/client';
import { absent, type Finder } from './finder';

export const stateMachine: Finder = async ({ attributes }, { environment, configuration }) => {
  const arns = arnsOf(environment);
  const isRecovery = attributes.name === environment.names.recoveryStateMachine;
  const stateMachineArn = isRecovery ? arns.recoveryStateMachine : arns.stateMachine;
  const machine = await ask(
    'states:DescribeStateMachine',
    awsClient(SFNClient, environment).send(new DescribeStateMachineCommand({ stateMachineArn })),
  );
  if (!machine) {
    return absent;
  }
  if (machine.status === 'DELETING') {
    return {
      obstacle: `The state machine "${String(attributes.name)}" is being deleted. Wait until it is gone.`,
    };
  }
  if (isRecovery) {
    // Only these stacks make it: whatever differs, the deployment puts right.
    return { id: stateMachineArn };
  }
  const obstacle = obstacleOf(machine, environment, configuration.nameIn(attributes.role_arn));
  if (obstacle) {
    return { obstacle };
  }
  return {
    id: stateMachineArn,
    notes: [...trustNote(environment), ...connectionNotes(machine, environment)],
  };
};

function obstacleOf(
  { type, roleArn }: DescribeStateMachineOutput,
  { name, names }: Environment,
  roleName: string,
): string | undefined {
  const machine = `The state machine "${names.stateMachine}"`;
  if (type === 'EXPRESS') {
    return (
      `${machine} is of the type EXPRESS, which cannot wait for a child and cannot become STANDARD. Choose another ` +
      'name in settings/names.ts, or delete it once nothing starts it.'
    );
  }
  // The console creates its roles under the path /service-role/.
  const actual = nameInArn(roleArn ?? '');
  if (actual !== roleName) {
    return (
      `${machine} runs with the role "${actual}", and the settings say "${roleName}". To keep its role, add the ` +
      `line "executionRoleName: '${actual}'," under "${name}" in settings/environments.ts.`
    );
  }
  return undefined;
}

/** An existing role stays as it is but for its one inline policy. */
function trustNote(environment: Environment): string[] {
  const { executionRoleName, accountId } = environment;
  if (!executionRoleName) {
    return [];
  }
  return [
    `The trust policy of the role "${executionRoleName}" stays as it is. A role created by the stack would admit ` +
      `states.amazonaws.com for this state machine alone (aws:SourceAccount ${accountId}, aws:SourceArn ` +
      `${arnsOf(environment).stateMachine}); you may restrict yours in IAM.`,
  ];
}

/** Connections created by hand that the definition names; after the deployment this state machine uses them no more. */
function connectionNotes(
  { definition = '' }: DescribeStateMachineOutput,
  environment: Environment,
): string[] {
  const { names, region } = environment;
  const used = [...definition.matchAll(/:connection\/([\w.-]+)\//g)].map(([, name]) => name);
  return [...new Set(used)]
    .filter((name) => name !== names.connection)
    .map(
      (name) =>
        `The connection "${name}" cannot be adopted: nobody can read the key in it. The deployment creates ` +
        `"${names.connection}" from the secret, and the role may use that one alone: deploy while no execution runs. ` +
        `Then, if nothing else uses it, run "aws events delete-connection --name ${name} --region ${region}".`,
    );
}
