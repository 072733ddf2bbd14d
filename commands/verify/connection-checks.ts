import type { DescribeConnectionResponse } from '@aws-sdk/client-eventbridge';
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
      actions: ['events:DescribeConnection', 'secretsmanager:ListSecretVersionIds'],
      look: () => copyFinding(facts),
    },
  ];
}

async function connectionFinding({ connection, remedies }: Facts): Promise<Finding> {
  const { deployConnection, deploy, putKey } = remedies;
  const found = await connection();
  if (!found) {
    // A new connection has another ARN than the role's policy and the state machine.
    return failed('does not exist', deployConnection, deploy);
  }
  const { ConnectionState: state, AuthParameters } = found;
  if (state === 'DEAUTHORIZED') {
    return failed(
      'DEAUTHORIZED: Stripe responded with 401, and no more events are sent',
      putKey,
      deployConnection,
    );
  }
  if (state !== 'AUTHORIZED') {
    return failed(`${state}: ${found.StateReason ?? 'no reason given'}`, deployConnection);
  }
  const header = AuthParameters?.ApiKeyAuthParameters?.ApiKeyName;
  if (header !== 'Authorization') {
    return failed(
      `adds ${header ? `the header ${header}` : 'no header'}, not Authorization`,
      // CloudFormation does not see what was changed by hand; a new version makes it update the connection.
      `${putKey} --again`,
      deployConnection,
    );
  }
  return passed('AUTHORIZED, adds the Authorization header');
}

async function copyFinding({ connection, secret, secretVersions, remedies }: Facts): Promise<Finding> {
  const found = await connection();
  if (!found) {
    throw new NotChecked('there is no connection');
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

/**
 * When the connection last copied a key, at the latest: a change of its description alone authorizes nothing, and a
 * deauthorization is a change.
 */
function copyTime(connection: DescribeConnectionResponse): Date | undefined {
  const { LastModifiedTime: modified, LastAuthorizedTime: authorized } = connection;
  return modified && authorized && (authorized < modified ? authorized : modified);
}
