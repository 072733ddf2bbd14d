import { CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { CreateStateMachineCommand } from '@aws-sdk/client-sfn';
import { policyDocument } from '../modules/policies/statement';
import type { AwsClients } from '../clients/aws/clients';

/** Creates a child state machine of the application, with a role that may copy files within the bucket. */
export async function createChild(
  { iam, states }: Pick<AwsClients, 'iam' | 'states'>,
  {
    name,
    definition,
    bucket,
  }: { readonly name: string; readonly definition: string; readonly bucket: string },
): Promise<void> {
  const role = await iam.send(
    new CreateRoleCommand({
      RoleName: `${name}-role`,
      AssumeRolePolicyDocument: policyDocument([
        {
          Effect: 'Allow',
          Principal: { Service: 'states.amazonaws.com' },
          Action: 'sts:AssumeRole',
        },
      ]),
    }),
  );
  await iam.send(
    new PutRolePolicyCommand({
      RoleName: `${name}-role`,
      PolicyName: 'CopyFiles',
      PolicyDocument: policyDocument([
        {
          Effect: 'Allow',
          Action: ['s3:GetObject', 's3:PutObject'],
          Resource: `arn:aws:s3:::${bucket}/*`,
        },
      ]),
    }),
  );
  await states.send(new CreateStateMachineCommand({ name, definition, roleArn: role.Role?.Arn }));
}
