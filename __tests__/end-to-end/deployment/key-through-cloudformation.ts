import {
  CloudFormationClient,
  DescribeStacksCommand,
  GetTemplateCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import { DescribeConnectionCommand } from '@aws-sdk/client-eventbridge';
import { randomBytes } from 'node:crypto';
import { Authorizer } from '@usage-billing/local-aws/iam/authorizer';
import { arnsOf } from '../../../settings/arns';
import { environmentOf } from '../../../settings/environments';
import type { Workspaces } from '../../helpers/workspaces';

/** Whoever may update the connection's stack can read the key in a property that shows it. The roles are deployed. */
export function keyThroughCloudFormation(current: () => Workspaces): void {
  const environment = environmentOf('test');
  const { connection: Name, connectionStack: StackName } = environment.names;
  const key = ['sk', 'test', randomBytes(16).toString('hex')].join('_');
  let cloudFormation: CloudFormationClient;
  let stackArn: string;
  let authorizer: Authorizer;

  beforeAll(async () => {
    const { test, services } = current();
    cloudFormation = new CloudFormationClient({
      endpoint: services.aws.url,
      region: environment.region,
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
    await test.putKey(key);
    await test.deploy('stripe-connection');
    const { Stacks } = await cloudFormation.send(new DescribeStacksCommand({ StackName }));
    stackArn = Stacks![0]!.StackId!;
    authorizer = new Authorizer(services.clients.iam, environment.accountId);
  });
  afterAll(async () => {
    await current().test.deploy('stripe-connection');
    cloudFormation.destroy();
  });

  /** The stack as it is, with the key in the connection's description. */
  async function showTheKey(): Promise<void> {
    const { TemplateBody = '' } = await cloudFormation.send(new GetTemplateCommand({ StackName }));
    const template = JSON.parse(TemplateBody);
    const { Properties } = template.Resources.Connection;
    Properties.Description = Properties.AuthParameters.ApiKeyAuthParameters.ApiKeyValue;
    await cloudFormation.send(
      new UpdateStackCommand({
        StackName,
        TemplateBody: JSON.stringify(template),
        Parameters: ['StripeSecretArn', 'StripeSecretVersionId'].map((ParameterKey) => ({
          ParameterKey,
          UsePreviousValue: true,
        })),
      }),
    );
  }

  const shown = async () =>
    (await current().services.clients.events.send(new DescribeConnectionCommand({ Name }))).Description;

  test.each(['deployRole', 'planRole'] as const)(
    'the %s, which could read it in a property that shows it, may not update the stack',
    async (role) => {
      // moto checks no permission, so IAM is asked first, as AWS does.
      const update = authorizer
        .authorize(arnsOf(environment)[role], 'cloudformation:UpdateStack', stackArn)
        .then(showTheKey);
      await expect(update).rejects.toThrow(/not authorized to perform: cloudformation:UpdateStack/);
      expect(await shown()).not.toContain(key);
    },
  );

  test('nor any other way to it, through CloudFormation or not', async () => {
    const { SecretArn = '' } = await current().services.clients.events.send(
      new DescribeConnectionCommand({ Name }),
    );
    const other = stackArn.replace(StackName, 'another');
    const ways = [
      ['cloudformation:CreateStack', other],
      ['cloudformation:CreateChangeSet', stackArn],
      ['cloudformation:ExecuteChangeSet', stackArn],
      [
        'events:UpdateConnection',
        `arn:aws:events:${environment.region}:${environment.accountId}:connection/${Name}/x`,
      ],
      ['secretsmanager:GetSecretValue', arnsOf(environment).secret.replace('??????', 'AbCdEf')],
      ['secretsmanager:GetSecretValue', SecretArn],
    ] as const;
    const context = { 'aws:CalledViaFirst': 'cloudformation.amazonaws.com' };
    for (const [action, resource] of ways) {
      const asked = authorizer.authorize(arnsOf(environment).deployRole, action, resource, context);
      await expect(asked).rejects.toThrow(`not authorized to perform: ${action}`);
    }
  });

  test('the same update shows the key to a person who may make it, or the denials above would protect nothing', async () => {
    await showTheKey();
    expect(await shown()).toBe(`Bearer ${key}`);
  });
}
