import { arnsOf } from '../../settings/arns';
import type { Environment } from '../../settings/environments';
import { keyPermissions } from './key-permissions';

/** The commands of the fixes (docs/operations-guide.md, 6). */
export function remediesOf(environment: Environment) {
  const { name, region } = environment;
  const aws = (command: string) => `aws ${command} --region ${region}`;
  return {
    putKey: `npm run stripe:key -- --workspace ${name}`,
    makeCatalog: `npm run stripe:catalog -- --workspace ${name}`,
    deploySecret: `npm run deploy:${name} -- stripe-secret`,
    deployConnection: `npm run deploy:${name} -- stripe-connection`,
    deploy: `npm run deploy:${name} -- service-processing`,
    failures: `npm run logs -- --workspace ${name} --failures --no-follow --since 1h`,
    /** Lists what is open in the ledger, and decides what needs a person. */
    openEvents: `npm run meter-events -- --workspace ${name}`,
    /** Lists the newest runs of recovery. */
    recoveryRuns: aws(
      `stepfunctions list-executions --state-machine-arn ${arnsOf(environment).recoveryStateMachine} --max-results 10`,
    ),
    /** An AWS CLI command in the environment's region. */
    aws,
  };
}

export type Remedies = ReturnType<typeof remediesOf>;

/** The fix of a failed send, by the error's name in the record (docs/operations-guide.md, 6). */
export function sendRemedy(error: string, remedies: Remedies): [string, ...string[]] {
  if (/StatusCode\.401|^Events\.ConnectionResource\.InvalidConnectionState|^WrongStripeMode/.test(error)) {
    return [remedies.putKey, remedies.deployConnection];
  }
  if (/^Events\.ConnectionResource/.test(error)) {
    return [remedies.deployConnection, remedies.deploy];
  }
  if (/StatusCode\.403/.test(error)) {
    return [keyPermissions];
  }
  if (/StatusCode\.(400|404)/.test(error)) {
    return [
      remedies.makeCatalog,
      'Find the customer in the Stripe Dashboard, and name one that exists with --customer.',
    ];
  }
  // A table is missing, or the role may not write to it.
  if (/^DynamoDB\./.test(error)) {
    return [remedies.deploy];
  }
  if (/ResourceNotFound/.test(error)) {
    return [remedies.deploySecret, remedies.putKey, remedies.deployConnection, remedies.deploy];
  }
  if (/AccessDenied|Permissions|NotAuthorized/.test(error)) {
    return [remedies.deploy];
  }
  return [remedies.failures];
}
