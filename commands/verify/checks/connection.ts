import type { DescribeConnectionResponse } from '@aws-sdk/client-eventbridge';
import { failed, NotChecked, passed, refusedAction, type Check, type Finding } from '../check';
import type { Facts } from '../facts';

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
      actions: ['events:DescribeConnection', 'secretsmanager:ListSecretVersionIds'],
      look: () => copyFinding(facts),
    },
  ];
}

/** States that EventBridge leaves by itself. */
const passing = ['CREATING', 'UPDATING', 'DELETING', 'AUTHORIZING', 'DEAUTHORIZING'];

async function connectionFinding(facts: Facts): Promise<Finding> {
  const { putKeyAgain, deployConnection, deploy, recreateConnection } = facts.remedies;
  const found = await facts.connection();
  if (!found) {
    return (await stackMayExist(facts))
      ? failed('does not exist', ...recreateConnection)
      : // A new connection has another ARN than the role's policy and the state machine.
        failed('does not exist', deployConnection, deploy);
  }
  const { ConnectionState: state = 'in no state', AuthParameters } = found;
  if (state === 'DEAUTHORIZED') {
    return failed(
      'DEAUTHORIZED: Stripe responded with 401, and no more events are sent',
      putKeyAgain,
      deployConnection,
    );
  }
  if (passing.includes(state)) {
    return failed(state, 'EventBridge is still at work: wait a minute and run the command again.');
  }
  // CloudFormation does not see what was changed by hand; a new version makes it update the connection.
  if (state !== 'AUTHORIZED') {
    return failed(`${state}: ${found.StateReason ?? 'no reason given'}`, putKeyAgain, deployConnection);
  }
  const header = AuthParameters?.ApiKeyAuthParameters?.ApiKeyName;
  if (header !== 'Authorization') {
    return failed(
      `adds ${header ? `the header ${header}` : 'no header'}, not Authorization`,
      putKeyAgain,
      deployConnection,
    );
  }
  const added = addedByHand(found);
  if (added.length > 0) {
    return failed(`also adds ${added.join(', ')}, which overrides what is sent`, ...recreateConnection);
  }
  return passed('AUTHORIZED, adds the Authorization header and nothing else');
}

/**
 * Whether the connection's CloudFormation stack exists, although the connection does not: then it was deleted by hand.
 * Where these credentials may not see that, as those of the workflows, it may: deleting a stack that does not exist is
 * no error.
 */
async function stackMayExist({ connectionStack }: Facts): Promise<boolean> {
  try {
    return (await connectionStack()) !== undefined;
  } catch (error) {
    if (refusedAction(error, ['cloudformation:DescribeStacks'])) {
      return true;
    }
    throw error;
  }
}

/** What the connection adds to each request besides the key; on a conflict its values win over the definition's. */
function addedByHand({ AuthParameters }: DescribeConnectionResponse): string[] {
  const { HeaderParameters, QueryStringParameters, BodyParameters } =
    AuthParameters?.InvocationHttpParameters ?? {};
  const named = (kind: string, parameters: readonly { Key?: string }[] = []) =>
    parameters.map(({ Key }) => `the ${kind} ${Key}`);
  return [
    ...named('header', HeaderParameters),
    ...named('query parameter', QueryStringParameters),
    ...named('body field', BodyParameters),
  ];
}

async function copyFinding({ connection, secret, secretVersions, remedies }: Facts): Promise<Finding> {
  const found = await connection();
  if (!found) {
    throw new NotChecked('there is no connection');
  }
  if (found.ConnectionState !== 'AUTHORIZED') {
    throw new NotChecked(`the connection is ${found.ConnectionState}`);
  }
  const versions = (await secret())?.currentVersionId ? await secretVersions() : [];
  const current = versions.find(({ isCurrent }) => isCurrent);
  if (!current) {
    throw new NotChecked('the secret has no current version');
  }
  if (current !== versions[0]) {
    throw new NotChecked(
      `version ${current.versionId} was made current again after a newer one, and nobody can see when`,
    );
  }
  const copiedAt = copyTime(found);
  const key = `the current version ${current.versionId} (${current.createdAt.toISOString()})`;
  if (!copiedAt || copiedAt < current.createdAt) {
    return failed(
      `was last updated ${copiedAt?.toISOString() ?? 'at an unknown time'}, before ${key}: it holds an older key`,
      remedies.deployConnection,
    );
  }
  return passed(`updated ${copiedAt.toISOString()}, after ${key}`);
}

/** When the connection last copied a key, at the latest: a change of its description alone authorizes nothing. */
function copyTime(connection: DescribeConnectionResponse): Date | undefined {
  const { LastModifiedTime: modified, LastAuthorizedTime: authorized } = connection;
  return modified && authorized && (authorized < modified ? authorized : modified);
}
