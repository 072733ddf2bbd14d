import { CloudFormationClient, DescribeStacksCommand, type Stack } from '@aws-sdk/client-cloudformation';
import type { Environment } from '../../settings/environments';
import { ask } from './ask';
import { awsClient } from '../../clients/aws/client';
import { describeConnection } from '../../clients/aws/connection';
import { absent, type Finder } from './finder';

/** The CloudFormation stack of the connection; without it, a connection of its name was created by hand. */
export const connectionStack: Finder = async (_resource, { environment }) => {
  const { names, region } = environment;
  const response = await describeStack(environment);
  const stack = response?.Stacks?.[0];
  if (stack) {
    const obstacle = obstacleOf(stack, region);
    return obstacle ? { obstacle } : { id: names.connectionStack };
  }
  const byHand = await ask('events:DescribeConnection', describeConnection(environment));
  return byHand ? { obstacle: nameIsTaken(environment) } : absent;
};

function describeStack(environment: Environment) {
  return ask(
    'cloudformation:DescribeStacks',
    awsClient(CloudFormationClient, environment).send(
      new DescribeStacksCommand({ StackName: environment.names.connectionStack }),
    ),
  );
}

function nameIsTaken({ names, region }: Environment): string {
  return (
    `The connection "${names.connection}" was created by hand and cannot be adopted: nobody can read the key in it, and ` +
    'the deployment, which creates one of the same name from the secret, would fail. Choose another name for ' +
    '"connection" in settings/names.ts, deploy while no execution runs, and delete the old connection then: no meter ' +
    'event is missed. Or delete it right before the deployment ' +
    `("aws events delete-connection --name ${names.connection} --region ${region}"): a meter event that falls in ` +
    'between is not sent, and must be sent by hand.'
  );
}

function obstacleOf({ StackName: name, StackStatus: status }: Stack, region: string): string | undefined {
  const stack = `The CloudFormation stack "${name}" is in ${status}`;
  if (status?.endsWith('_IN_PROGRESS')) {
    return status === 'REVIEW_IN_PROGRESS'
      ? `${stack}: it was never created. ${remove(name, region)}`
      : `${stack}. Wait until it has ended.`;
  }
  if (status === 'UPDATE_ROLLBACK_FAILED') {
    return `${stack}. Run "aws cloudformation continue-update-rollback --stack-name ${name} --region ${region}".`;
  }
  if (/^(CREATE_FAILED|ROLLBACK_\w+|DELETE_FAILED)$/.test(status ?? '')) {
    return `${stack}, which AWS cannot update. ${remove(name, region)}`;
  }
  return undefined;
}

const remove = (name: string | undefined, region: string) =>
  `Delete it, so that the deployment creates it again: "aws cloudformation delete-stack --stack-name ${name} --region ${region}".`;
