import { Authorizer } from '../../src/iam/authorizer';
import { RememberedRolePolicies } from '../../src/iam/remembered-role-policies';
import { FakeIam, roleArn, trustsStepFunctions, type FakeRole } from './fake-iam';

const accountId = '123456789012';
const child = `arn:aws:states:ap-northeast-1:${accountId}:stateMachine:Child`;
const machineArn = `arn:aws:states:ap-northeast-1:${accountId}:stateMachine:Orchestrator`;

const policy = (...Statement: object[]) => ({ Version: '2012-10-17', Statement });
const mayStart = { Effect: 'Allow', Action: 'states:StartExecution', Resource: child };

function start(role: FakeRole): Promise<void> {
  return new Authorizer(new FakeIam(role), accountId).authorize(roleArn, 'states:StartExecution', child);
}

function assume(trust: object | undefined, assumedRoleArn = roleArn): Promise<void> {
  return new Authorizer(new FakeIam({ trust }), accountId).authorizeAssume(assumedRoleArn, {
    service: 'states.amazonaws.com',
    sourceArn: machineArn,
    sourceAccount: accountId,
  });
}

function trusting(elements: object): object {
  return policy({ ...trustsStepFunctions.Statement, ...elements });
}

describe('what a role may do', () => {
  test('inline and managed policies count together, however many there are', async () => {
    const other = policy({ ...mayStart, Action: 'states:StopExecution' });
    await expect(start({ inline: [other, other, policy(mayStart)] })).resolves.toBeUndefined();
    await expect(start({ managed: [other, other, policy(mayStart)] })).resolves.toBeUndefined();
  });

  test('a missing permission is reported in the words of AWS, so that its advice can be looked up', async () => {
    await expect(start({ inline: [] })).rejects.toMatchObject({
      name: 'AccessDenied',
      action: 'states:StartExecution',
      resource: child,
      roleArn: roleArn,
      message:
        `User: arn:aws:sts::${accountId}:assumed-role/StepFunctions-Orchestrator-role/step-functions is not ` +
        `authorized to perform: states:StartExecution on resource: ${child} because no identity-based ` +
        'policy allows the states:StartExecution action',
    });
  });

  test('an explicit deny is reported as such, because adding an Allow would not help', async () => {
    const deny = { Effect: 'Deny', Action: 'states:*', Resource: '*' };
    await expect(start({ inline: [policy(mayStart)], managed: [policy(deny)] })).rejects.toThrow(
      `on resource: ${child} with an explicit deny in an identity-based policy`,
    );
  });

  test('a removed permission is missing at the next call', async () => {
    const role = { inline: [policy(mayStart)] };
    const authorizer = new Authorizer(new FakeIam(role), accountId);
    await authorizer.authorize(roleArn, 'states:StartExecution', child);
    role.inline.pop();
    await expect(authorizer.authorize(roleArn, 'states:StartExecution', child)).rejects.toThrow(
      'is not authorized to perform',
    );
  });

  test('a remembered role is read again after a change, so that no permission outlives its policy', async () => {
    const role = { inline: [policy(mayStart)] };
    const iam = new FakeIam(role);
    const policies = new RememberedRolePolicies(iam);
    const authorizer = new Authorizer(iam, accountId, policies);
    await authorizer.authorize(roleArn, 'states:StartExecution', child);
    role.inline.pop();
    policies.forget();
    await expect(authorizer.authorize(roleArn, 'states:StartExecution', child)).rejects.toThrow(
      'is not authorized to perform',
    );
  });

  test('a permission to put metrics holds for the namespace of its condition alone', async () => {
    const Condition = { StringEquals: { 'cloudwatch:namespace': 'Billing' } };
    const put = { Effect: 'Allow', Action: 'cloudwatch:PutMetricData', Resource: '*', Condition };
    const authorizer = new Authorizer(new FakeIam({ inline: [policy(put)] }), accountId);
    const inNamespace = (namespace: string) =>
      authorizer.authorize(roleArn, put.Action, '*', { 'cloudwatch:namespace': namespace });
    await inNamespace('Billing');
    await expect(inNamespace('Other')).rejects.toThrow('because no identity-based policy allows');
  });

  test('the account of the resource is known to a condition', async () => {
    const condition = (account: string) => ({ StringEquals: { 'aws:ResourceAccount': account } });
    await start({ inline: [policy({ ...mayStart, Condition: condition(accountId) })] });
    await expect(
      start({ inline: [policy({ ...mayStart, Condition: condition('111122223333') })] }),
    ).rejects.toThrow('no identity-based policy');
  });

  test('a global condition key that AWS would fill in is rejected by name, not taken as absent', async () => {
    const condition = { StringNotEquals: { 'aws:RequestedRegion': 'us-east-1' } };
    await expect(start({ inline: [policy({ ...mayStart, Condition: condition })] })).rejects.toThrow(
      'condition key "aws:RequestedRegion" is not supported by the local IAM',
    );
  });

  test('a permissions boundary takes away what it does not allow, and is told apart from the policy', async () => {
    const inline = [policy(mayStart)];
    const stop = { ...mayStart, Action: 'states:StopExecution' };
    await start({ inline, boundary: policy(mayStart) });
    await expect(start({ inline: [policy(stop)], boundary: policy(mayStart) })).rejects.toThrow(
      'because no identity-based policy allows the states:StartExecution action',
    );
    await expect(start({ inline, boundary: policy(stop) })).rejects.toThrow(
      `on resource: ${child} because no permissions boundary allows the states:StartExecution action`,
    );
    await expect(
      start({ inline, boundary: policy(mayStart, { ...mayStart, Effect: 'Deny' }) }),
    ).rejects.toThrow(`on resource: ${child} with an explicit deny in a permissions boundary`);
  });

  test('a global condition key in a boundary is rejected by name as one in a policy is', async () => {
    const Condition = { StringEquals: { 'aws:RequestedRegion': 'ap-northeast-1' } };
    await expect(
      start({ inline: [policy(mayStart)], boundary: policy({ ...mayStart, Condition }) }),
    ).rejects.toThrow('condition key "aws:RequestedRegion" is not supported by the local IAM');
  });

  test('a permissions boundary that does not exist is rejected by name, not taken as none', async () => {
    await expect(start({ inline: [policy(mayStart)], boundary: 'missing' })).rejects.toThrow(
      /the permissions boundary arn:aws:iam::123456789012:policy\/boundary of the role .* does not exist/,
    );
  });
});

describe('who may assume a role', () => {
  const notAuthorized = 'Neither the global service principal states.amazonaws.com, nor the regional one';

  test('Step Functions may, by its global or its regional principal', async () => {
    await assume(undefined);
    await assume(trusting({ Principal: { Service: ['states.ap-northeast-1.amazonaws.com'] } }));
    await expect(
      assume(trusting({ Principal: { Service: 'states.us-east-1.amazonaws.com' } })),
    ).rejects.toThrow(notAuthorized);
  });

  test('a role that trusts another service or an account does not trust Step Functions', async () => {
    await expect(assume(trusting({ Principal: { Service: 'lambda.amazonaws.com' } }))).rejects.toThrow(
      notAuthorized,
    );
    await expect(assume(trusting({ Principal: { AWS: accountId } }))).rejects.toThrow(notAuthorized);
  });

  test('another machine or account than the trusted one is rejected, against the confused deputy', async () => {
    const condition = (account: string, machine: string) =>
      trusting({
        Condition: { StringEquals: { 'aws:SourceAccount': account }, ArnLike: { 'aws:SourceArn': machine } },
      });
    await assume(condition(accountId, machineArn));
    await expect(assume(condition('111122223333', machineArn))).rejects.toThrow(notAuthorized);
    await expect(assume(condition(accountId, child))).rejects.toThrow(notAuthorized);
  });

  test('a Deny for everyone keeps Step Functions out as well', async () => {
    const deny = { Effect: 'Deny', Principal: '*', Action: 'sts:AssumeRole' };
    await expect(assume(policy(trustsStepFunctions.Statement, deny))).rejects.toThrow(notAuthorized);
  });

  test('a role that does not exist, or belongs to another account, cannot be assumed', async () => {
    await expect(assume(undefined, `arn:aws:iam::${accountId}:role/none`)).rejects.toThrow(notAuthorized);
    await expect(assume(undefined, roleArn.replace(accountId, '111122223333'))).rejects.toThrow(
      'Cross-account pass role is not allowed.',
    );
  });

  test('the path belongs to the ARN, as AWS finds no role under another path', async () => {
    await expect(assume(undefined, roleArn.replace('service-role/', ''))).rejects.toThrow(
      /has the ARN .*service-role/,
    );
  });
});
