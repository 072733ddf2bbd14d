import { SecretsmanagerSecret } from '@cdktf/provider-aws/lib/secretsmanager-secret';
import { TerraformOutput } from 'cdktf';
import type { Construct } from 'constructs';
import { secretConsoleUrl } from '../settings/console-urls';
import type { Environment } from '../settings/environments';
import { EnvironmentStack } from './environment-stack';
import { useRemoteState } from './remote-state';

/** The secret for the Stripe key, without a value: the operator puts it, so that it is in no plan and no state. */
export class StripeSecretStack extends EnvironmentStack {
  constructor(scope: Construct, environment: Environment) {
    super(scope, 'stripe-secret', environment);
    useRemoteState(this, environment);

    const secret = new SecretsmanagerSecret(this, 'secret', {
      name: environment.names.secret,
      description: 'Stripe Secret Key for Billing Meters',
      recoveryWindowInDays: 30,
      lifecycle: { preventDestroy: true },
    });

    new TerraformOutput(this, 'secret-arn', { value: secret.arn });
    new TerraformOutput(this, 'secret-console-url', { value: secretConsoleUrl(environment) });
  }
}
