import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import type { Environment } from '../../settings/environments';
import { stripeKeyIn } from '../../settings/secret-value';
import type { Services } from '../services';

/** The Stripe key that the secret of the local AWS has now, whoever stored it. */
export async function keyInSecret({
  environment,
  services,
}: {
  readonly environment: Environment;
  readonly services: Pick<Services, 'clients'>;
}): Promise<string> {
  const { SecretString } = await services.clients.secrets.send(
    new GetSecretValueCommand({ SecretId: environment.names.secret }),
  );
  return stripeKeyIn(SecretString) ?? '';
}
