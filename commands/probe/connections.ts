import {
  CreateConnectionCommand,
  DeleteConnectionCommand,
  DescribeConnectionCommand,
} from '@aws-sdk/client-eventbridge';
import { connectionStatements } from '../../modules/policies/state-machine-statements';
import type { Statement } from '../../modules/policies/statement';
import type { ProbeContext } from './context';

export interface ProbeConnection {
  readonly name: string;
  readonly arn: string;
  /** Of the secret that EventBridge manages for it. */
  readonly secretArn: string;
}

/** The end of the dummy key, which Stripe repeats when it refuses it. It opens nothing anywhere. */
export const dummyKeyEnd = '7b3e';

/** A connection of the probe's own, with a dummy key: Stripe answers every request 401. */
export async function dummyConnection(context: ProbeContext, thing: string): Promise<ProbeConnection> {
  const { events } = context.options.aws;
  const Name = context.nameOf(thing);
  // In parts, so that no text here looks like a key.
  const dummyKey = ['sk', 'test', `${'0'.repeat(20)}${dummyKeyEnd}`].join('_');
  const apiKey = { ApiKeyName: 'Authorization', ApiKeyValue: `Bearer ${dummyKey}` };
  const arn = await context.created.add(
    `the connection ${Name}`,
    async () => {
      const { ConnectionArn = '' } = await events.send(
        new CreateConnectionCommand({
          Name,
          Description: 'Temporary, of npm run probe; holds a dummy key',
          AuthorizationType: 'API_KEY',
          AuthParameters: { ApiKeyAuthParameters: apiKey },
        }),
      );
      return ConnectionArn;
    },
    () => events.send(new DeleteConnectionCommand({ Name })),
  );
  const { SecretArn = '' } = await context.until(
    'iam',
    () => events.send(new DescribeConnectionCommand({ Name })),
    ({ ConnectionState }) => ConnectionState === 'AUTHORIZED',
  );
  return { name: Name, arn, secretArn: SecretArn };
}

/** The permissions that the project gives to use a connection, for one of the probe's own. */
export function useOf({ arn, name }: Pick<ProbeConnection, 'arn' | 'name'>): Statement[] {
  const [, partition, , region, accountId] = arn.split(':');
  return connectionStatements({
    stateMachineArn: '*',
    connectionArn: arn,
    connectionForPolicyArn: arn.slice(0, arn.lastIndexOf('/')),
    connectionSecretArn: `arn:${partition}:secretsmanager:${region}:${accountId}:secret:events!connection/${name}/*`,
  });
}
