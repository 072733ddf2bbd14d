import { arnsOf } from '../../settings/arns';
import type { Environment } from '../../settings/environments';

/** The fix of a restricted key: sending needs the first, recovery both. */
const keyPermissions =
  'Give the restricted key the permissions billing_meter_event_write and billing_meter_read in the Stripe Dashboard ' +
  '(Developers, API keys); the key itself stays the same.';

/** The commands of the fixes (docs/operations-guide.md, 6). */
export function remediesOf(environment: Environment) {
  const { name, names, region } = environment;
  const aws = (command: string) => `aws ${command} --region ${region}`;
  const putKey = `npm run stripe:key -- --workspace ${name}`;
  const deployConnection = `npm run deploy:${name} -- stripe-connection`;
  const deploy = `npm run deploy:${name} -- service-processing`;
  const connectionStack = `--stack-name ${names.connectionStack}`;
  const recovery = `--state-machine-arn ${arnsOf(environment).recoveryStateMachine}`;
  return {
    putKey,
    /**
     * Stores the key as a new version also when it is the one that is stored already: only a new version makes a
     * deployment update the connection.
     */
    putKeyAgain: `${putKey} --again`,
    makeCatalog: `npm run stripe:catalog -- --workspace ${name}`,
    /** Puts back the permissions boundary of the roles, where there is one. */
    deployRoles: `npm run deploy:${name} -- deployment-roles`,
    deploySecret: `npm run deploy:${name} -- stripe-secret`,
    deployConnection,
    deploy,
    /**
     * Creates the connection anew where its CloudFormation stack still exists: CloudFormation does not see what was
     * done to the connection by hand, so that a deployment alone finds no changes.
     */
    recreateConnection: [
      aws(`cloudformation delete-stack ${connectionStack}`),
      aws(`cloudformation wait stack-delete-complete ${connectionStack}`),
      deployConnection,
      // The new connection has another ARN than the role's policy and the state machine.
      deploy,
    ] as const,
    /** Sends a file through, in test. */
    verify: `npm run verify -- --workspace ${name}`,
    failures: `npm run logs -- --workspace ${name} --failures --no-follow --since 1h`,
    /** Lists what is open in the ledger, and decides what needs a person. */
    openEvents: `npm run meter-events -- --workspace ${name}`,
    /** Starts a run of recovery now instead of when its schedule does. */
    startRecovery: aws(`stepfunctions start-execution ${recovery}`),
    /** An AWS CLI command in the environment's region. */
    aws,
  };
}

export type Remedies = ReturnType<typeof remediesOf>;

/** The fix of a failed send, by the error's name in the record (docs/operations-guide.md, 6). */
export function sendRemedy(error: string, remedies: Remedies): [string, ...string[]] {
  if (/StatusCode\.401|^Events\.ConnectionResource\.InvalidConnectionState|^WrongStripeMode/.test(error)) {
    return [remedies.putKeyAgain, remedies.deployConnection];
  }
  if (/^Events\.ConnectionResource.*NotFound/.test(error)) {
    return [...remedies.recreateConnection];
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

/** Why a run of recovery failed, for the operator. */
export interface RunProblem {
  /** Empty where the error says it. */
  readonly sentence: string;
  readonly remedy: [string, ...string[]];
}

/** @param text the error and the cause of the execution: `RunEndedEarly: States.Http.StatusCode.401: Unauthorized` */
export function runProblem(text: string, remedies: Remedies): RunProblem {
  const [, error] = /^RunEndedEarly: (.*)/s.exec(text) ?? [];
  if (!error) {
    return { sentence: '', remedy: [remedies.deploy] };
  }
  if (/^MeterNotFound/.test(error)) {
    const { makeCatalog, putKeyAgain, deployConnection } = remedies;
    return { sentence: '', remedy: [makeCatalog, putKeyAgain, deployConnection] };
  }
  if (/StatusCode\.401|InvalidConnectionState/.test(error)) {
    const sentence = "because Stripe does not accept the connection's key";
    return { sentence, remedy: sendRemedy(error, remedies) };
  }
  if (/StatusCode\.403/.test(error)) {
    return { sentence: 'because the restricted key lacks a permission', remedy: [keyPermissions] };
  }
  if (/ConnectionResource|AccessDenied/.test(error)) {
    const sentence = "because its role or the connection does not let it use Stripe's key";
    return { sentence, remedy: sendRemedy(error, remedies) };
  }
  if (/ExceedToleratedFailureThreshold/.test(error)) {
    const sentence =
      'because of an event that the key, the connection or the role does not allow to send: its lastError says which';
    return { sentence, remedy: [remedies.openEvents, remedies.deploy] };
  }
  if (/StatusCode\.(429|5\d\d)|Http\.Socket|States\.Timeout/.test(error)) {
    const sentence = 'because Stripe did not respond or limited the rate';
    return { sentence, remedy: ['Look at https://status.stripe.com; the next run tries again.'] };
  }
  return { sentence: '', remedy: [remedies.deploy] };
}
