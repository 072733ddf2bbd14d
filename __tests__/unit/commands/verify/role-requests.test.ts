import { forbiddenRequests, neededRequests } from '../../../../commands/verify/role-requests';
import { evaluate } from '../../../../local/iam/evaluate';
import { parsePolicy } from '../../../../local/iam/policy';
import { executionStatements } from '../../../../modules/policies/execution-statements';
import { executionPermissionsOf } from '../../../../stacks/deployed-values';
import { environmentOf } from '../../../../settings/environments';

const region = 'arn:aws';
const deployed = {
  secretArn: `${region}:secretsmanager:ap-northeast-1:002689294103:secret:siftbeam/stripe/api-key-AbCdEf`,
  connectionArn: `${region}:events:ap-northeast-1:002689294103:connection/siftbeam-stripe/uuid`,
};
const managed = `${region}:secretsmanager:ap-northeast-1:002689294103:secret:events!connection/siftbeam-stripe/uuid/auth-AbCdEf`;

describe.each(['test', 'live'])('the role of %s', (workspace) => {
  const environment = environmentOf(workspace);
  const managedSecret = managed.replace('siftbeam-stripe/', `${environment.names.connection}/`);
  const statements = executionStatements(executionPermissionsOf(environment, deployed));
  const policy = parsePolicy(JSON.stringify({ Version: '2012-10-17', Statement: statements }));
  const decisions = (requests: ReturnType<typeof neededRequests>) =>
    requests.flatMap(({ reason, actions, resources, context }) =>
      actions.flatMap((action) =>
        (resources.length > 0 ? resources : ['*']).map((resource) => ({
          reason,
          decision: evaluate([policy], { action, resource, context }),
        })),
      ),
    );

  test('every statement is asked for, and allowed as deployed', () => {
    const needed = neededRequests(environment, deployed, managedSecret);
    expect(needed.map(({ reason }) => reason)).toEqual(statements.map(({ Sid }) => Sid));
    expect(decisions(needed).filter(({ decision }) => decision !== 'allowed')).toEqual([]);
  });

  test('nothing of what must be denied is allowed as deployed', () => {
    const roleArn = `${region}:iam::002689294103:role/${environment.names.executionRole}`;
    const forbidden = forbiddenRequests(environment, deployed, roleArn);
    expect(decisions(forbidden).filter(({ decision }) => decision === 'allowed')).toEqual([]);
  });
});
