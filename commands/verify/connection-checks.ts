import { failed, NotChecked, passed, type Check, type Finding } from './check';
import type { Facts } from './facts';

/** The EventBridge connection, which keeps its own copy of the key. */
export function connectionChecks(facts: Facts): Check[] {
  const { names } = facts.environment;
  return [
    {
      id: 'connection',
      what: `Connection ${names.connection}`,
      actions: ['events:DescribeConnection'],
      look: () => connectionFinding(facts),
    },
    {
      id: 'connection-version',
      what: "The connection's copy of the key",
      actions: ['cloudformation:DescribeStacks'],
      look: () => versionFinding(facts),
    },
  ];
}

async function connectionFinding({ connection, remedies }: Facts): Promise<Finding> {
  const found = await connection();
  if (!found) {
    return failed('does not exist', remedies.deploy);
  }
  const { ConnectionState: state, AuthParameters } = found;
  if (state === 'DEAUTHORIZED') {
    return failed(
      'DEAUTHORIZED: Stripe responded with 401, and no more events are sent',
      remedies.putKey,
      remedies.deploy,
    );
  }
  if (state !== 'AUTHORIZED') {
    return failed(`${state}: ${found.StateReason ?? 'no reason given'}`, remedies.deploy);
  }
  const header = AuthParameters?.ApiKeyAuthParameters?.ApiKeyName;
  if (header !== 'Authorization') {
    return failed(
      `adds ${header ? `the header ${header}` : 'no header'}, not Authorization`,
      remedies.deploy,
    );
  }
  return passed('AUTHORIZED, adds the Authorization header');
}

async function versionFinding(facts: Facts): Promise<Finding> {
  const { environment, remedies } = facts;
  const [stack, secret] = await Promise.all([facts.connectionStack(), facts.secret()]);
  const current = secret?.currentVersionId;
  if (!stack) {
    return failed(`the stack ${environment.names.connectionStack} does not exist`, remedies.deploy);
  }
  if (!current) {
    throw new NotChecked('the secret has no current version');
  }
  const parameter = (key: string) =>
    stack.Parameters?.find(({ ParameterKey }) => ParameterKey === key)?.ParameterValue;
  const version = parameter('StripeSecretVersionId');
  if (parameter('StripeSecretArn') !== secret?.arn) {
    return failed(`was created from another secret: ${parameter('StripeSecretArn')}`, remedies.deploy);
  }
  if (version !== current) {
    return failed(`was created from version ${version}, but ${current} is current`, remedies.deploy);
  }
  return passed(`created from the current version ${version}`);
}
