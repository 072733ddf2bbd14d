import type { Construct } from 'constructs';
import { StripeConnection } from '../modules/stripe-connection';
import type { Environment } from '../settings/environments';
import { EnvironmentStack } from './environment-stack';
import { useRemoteState } from './remote-state';

/**
 * The connection that holds the copy of the Stripe key. The person who stores the key deploys it: whoever may update
 * its CloudFormation stack can read the key, so no role of the workflows may.
 */
export class StripeConnectionStack extends EnvironmentStack {
  constructor(scope: Construct, environment: Environment) {
    super(scope, 'stripe-connection', environment);
    useRemoteState(this, environment);
    const { name, names } = environment;

    new StripeConnection(this, 'connection', {
      stackName: names.connectionStack,
      connectionName: names.connection,
      secretName: names.secret,
      putKeyCommand: `npm run stripe:key -- --workspace ${name}`,
    });
  }
}
