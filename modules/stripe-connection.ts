import { CloudformationStack } from '@cdktf/provider-aws/lib/cloudformation-stack';
import { DataAwsSecretsmanagerSecret } from '@cdktf/provider-aws/lib/data-aws-secretsmanager-secret';
import { DataAwsSecretsmanagerSecretVersions } from '@cdktf/provider-aws/lib/data-aws-secretsmanager-secret-versions';
import { Construct } from 'constructs';
import { stripeKeyField } from '../settings/secret-value';

export interface StripeConnectionProps {
  readonly stackName: string;
  readonly connectionName: string;
  /** The secret whose value is `{"STRIPE_SECRET_KEY": "…"}`. */
  readonly secretName: string;
  /** The command that puts a value; named when the secret has none. */
  readonly putKeyCommand: string;
}

/**
 * The EventBridge connection that adds the Stripe key to the HTTP Task's requests.
 *
 * CloudFormation resolves the reference to the secret's current version inside AWS, so that neither plan nor state
 * sees the key. (A native `aws_cloudwatch_event_connection` keeps it in the state: terraform-provider-aws issue
 * 45621.) A connection copies its credential: a rotated key is a new version id in the next plan.
 */
export class StripeConnection extends Construct {
  constructor(scope: Construct, id: string, props: StripeConnectionProps) {
    super(scope, id);
    const secret = new DataAwsSecretsmanagerSecret(this, 'secret', { name: props.secretName });
    const versions = new DataAwsSecretsmanagerSecretVersions(this, 'versions', { secretId: secret.id });
    // A secret without a value has not even an empty list of versions.
    const currentVersionIds = `[for v in coalesce(${versions.fqn}.versions, []) : v.version_id if contains(v.version_stages, "AWSCURRENT")]`;

    new CloudformationStack(this, 'stack', {
      name: props.stackName,
      parameters: {
        StripeSecretArn: secret.arn,
        StripeSecretVersionId: `\${one(${currentVersionIds})}`,
      },
      templateBody: JSON.stringify(connectionTemplate(props.connectionName)),
      lifecycle: {
        precondition: [
          {
            condition: `\${length(${currentVersionIds}) == 1}`,
            errorMessage: `The secret "${props.secretName}" has no value yet. Run "${props.putKeyCommand}" to put the Stripe key, then plan again.`,
          },
        ],
      },
    });
  }
}

/** Parts are joined, as AWS CDK does it, so that nothing in the text looks like a Terraform expression. */
function connectionTemplate(connectionName: string) {
  const authorization = [
    'Bearer {{resolve:secretsmanager:',
    { Ref: 'StripeSecretArn' },
    `:SecretString:${stripeKeyField}::`,
    { Ref: 'StripeSecretVersionId' },
    '}}',
  ];
  return {
    Description: 'Connection of the HTTP Task that sends meter events to Stripe',
    Parameters: { StripeSecretArn: { Type: 'String' }, StripeSecretVersionId: { Type: 'String' } },
    Resources: {
      Connection: {
        Type: 'AWS::Events::Connection',
        Properties: {
          Name: connectionName,
          Description: 'Adds the Stripe key to meter events',
          AuthorizationType: 'API_KEY',
          AuthParameters: {
            ApiKeyAuthParameters: {
              ApiKeyName: 'Authorization',
              ApiKeyValue: { 'Fn::Join': ['', authorization] },
            },
          },
        },
      },
    },
    Outputs: { ConnectionArn: { Value: { 'Fn::GetAtt': ['Connection', 'Arn'] } } },
  };
}
