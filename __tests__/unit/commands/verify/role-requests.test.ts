import {
  forbiddenRequests,
  neededRequests,
  type SimulatedRequests,
} from '../../../../commands/verify/role-requests';
import { Facts } from '../../../../commands/verify/facts';
import { roleSubjects } from '../../../../commands/verify/role-subjects';
import { evaluate } from '@usage-billing/local-aws/iam/evaluate';
import { parsePolicy } from '@usage-billing/local-aws/iam/policy';
import { environmentOf } from '../../../../settings/environments';

const region = 'arn:aws';
const deployed = {
  secretArn: `${region}:secretsmanager:ap-northeast-1:002689294103:secret:siftbeam/stripe/api-key-AbCdEf`,
  connectionArn: `${region}:events:ap-northeast-1:002689294103:connection/siftbeam-stripe/uuid`,
};
const managed = `${region}:secretsmanager:ap-northeast-1:002689294103:secret:events!connection/siftbeam-stripe/uuid/auth-AbCdEf`;

const cases = (['test', 'live'] as const).flatMap((workspace) =>
  roleSubjects(new Facts(environmentOf(workspace))).map((role) => [role.name, workspace, role] as const),
);

describe.each(cases)('%s', (name, workspace, { statements: statementsOf, forbidden }) => {
  const environment = environmentOf(workspace);
  const managedSecret = managed.replace('siftbeam-stripe/', `${environment.names.connection}/`);
  const statements = statementsOf(deployed, managedSecret);
  const policy = parsePolicy(JSON.stringify({ Version: '2012-10-17', Statement: statements }));
  const decisions = (requests: readonly SimulatedRequests[]) =>
    requests.flatMap(({ reason, actions, resources, context }) =>
      actions.flatMap((action) =>
        (resources.length > 0 ? resources : ['*']).map((resource) => ({
          reason,
          decision: evaluate([policy], { action, resource, context }),
        })),
      ),
    );

  test('every statement is asked for, and allowed as deployed', () => {
    const needed = neededRequests(statements);
    expect(needed.map(({ reason }) => reason)).toEqual(statements.map(({ Sid }) => Sid));
    expect(decisions(needed).filter(({ decision }) => decision !== 'allowed')).toEqual([]);
  });

  test('no request for a permission has a wildcard in it, which IAM would not simulate', () => {
    const texts = neededRequests(statements).flatMap(({ resources, context }) => [
      ...resources,
      ...Object.values(context),
    ]);
    expect(texts.filter((text) => text.includes('*'))).toEqual([]);
  });

  test('nothing of what must be denied is allowed as deployed', () => {
    const roleArn = `${region}:iam::002689294103:role/${name}`;
    const requests = forbiddenRequests(environment, deployed, roleArn)[forbidden];
    expect(decisions(requests).filter(({ decision }) => decision === 'allowed')).toEqual([]);
  });
});
