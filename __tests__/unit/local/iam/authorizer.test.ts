import { Authorizer } from '../../../../local/iam/authorizer';
import { RememberedRolePolicies } from '../../../../local/iam/remembered-role-policies';
import { FakeIam, ROLE_ARN, TRUSTS_STEP_FUNCTIONS, type FakeRole } from './fake-iam';

const ACCOUNT = '002689294103';
const CHILD = `arn:aws:states:ap-northeast-1:${ACCOUNT}:stateMachine:Child`;
const MACHINE = `arn:aws:states:ap-northeast-1:${ACCOUNT}:stateMachine:ServiceProcessingOrchestrator`;

const policy = (...Statement: object[]) => ({ Version: '2012-10-17', Statement });
const MAY_START = { Effect: 'Allow', Action: 'states:StartExecution', Resource: CHILD };

function start(role: FakeRole): Promise<void> {
  return new Authorizer(new FakeIam(role), ACCOUNT).authorize(ROLE_ARN, 'states:StartExecution', CHILD);
}

function assume(trust: object | undefined, roleArn = ROLE_ARN): Promise<void> {
  return new Authorizer(new FakeIam({ trust }), ACCOUNT).authorizeAssume(roleArn, {
    service: 'states.amazonaws.com',
    sourceArn: MACHINE,
    sourceAccount: ACCOUNT,
  });
}

function trusting(elements: object): object {
  return policy({ ...TRUSTS_STEP_FUNCTIONS.Statement, ...elements });
}

describe('what a role may do', () => {
  test('inline and managed policies count together, however many there are', async () => {
    const other = policy({ ...MAY_START, Action: 'states:StopExecution' });
    await expect(start({ inline: [other, other, policy(MAY_START)] })).resolves.toBeUndefined();
    await expect(start({ managed: [other, other, policy(MAY_START)] })).resolves.toBeUndefined();
  });

  test('a missing permission is told in the words of AWS, so that its advice can be looked up', async () => {
    await expect(start({ inline: [] })).rejects.toMatchObject({
      name: 'AccessDenied',
      action: 'states:StartExecution',
      resource: CHILD,
      roleArn: ROLE_ARN,
      message:
        `User: arn:aws:sts::${ACCOUNT}:assumed-role/StepFunctions-Orchestrator-role/step-functions is not ` +
        `authorized to perform: states:StartExecution on resource: ${CHILD} because no identity-based ` +
        'policy allows the states:StartExecution action',
    });
  });

  test('an explicit deny is told as such, because adding an Allow would not help', async () => {
    const deny = { Effect: 'Deny', Action: 'states:*', Resource: '*' };
    await expect(start({ inline: [policy(MAY_START)], managed: [policy(deny)] })).rejects.toThrow(
      `on resource: ${CHILD} with an explicit deny in an identity-based policy`,
    );
  });

  test('a permission that is taken away is missed at the next call', async () => {
    const role = { inline: [policy(MAY_START)] };
    const authorizer = new Authorizer(new FakeIam(role), ACCOUNT);
    await authorizer.authorize(ROLE_ARN, 'states:StartExecution', CHILD);
    role.inline.pop();
    await expect(authorizer.authorize(ROLE_ARN, 'states:StartExecution', CHILD)).rejects.toThrow(
      'is not authorized to perform',
    );
  });

  test('a remembered role is read anew after a change, so that no permission outlives its policy', async () => {
    const role = { inline: [policy(MAY_START)] };
    const iam = new FakeIam(role);
    const policies = new RememberedRolePolicies(iam);
    const authorizer = new Authorizer(iam, ACCOUNT, policies);
    await authorizer.authorize(ROLE_ARN, 'states:StartExecution', CHILD);
    role.inline.pop();
    policies.forget();
    await expect(authorizer.authorize(ROLE_ARN, 'states:StartExecution', CHILD)).rejects.toThrow(
      'is not authorized to perform',
    );
  });

  test('the account of the resource is known to a condition', async () => {
    const condition = (account: string) => ({ StringEquals: { 'aws:ResourceAccount': account } });
    await start({ inline: [policy({ ...MAY_START, Condition: condition(ACCOUNT) })] });
    await expect(
      start({ inline: [policy({ ...MAY_START, Condition: condition('111122223333') })] }),
    ).rejects.toThrow('no identity-based policy');
  });

  test('a global condition key that AWS would fill in is refused by name, not taken as absent', async () => {
    const condition = { StringNotEquals: { 'aws:RequestedRegion': 'us-east-1' } };
    await expect(start({ inline: [policy({ ...MAY_START, Condition: condition })] })).rejects.toThrow(
      'condition key "aws:RequestedRegion" is not supported by the local IAM',
    );
  });

  test('a permissions boundary is refused by name, because it would take permissions away', async () => {
    const boundary = `arn:aws:iam::${ACCOUNT}:policy/boundary`;
    await expect(start({ inline: [policy(MAY_START)], boundary })).rejects.toThrow(
      'permissions boundaries are not supported by the local IAM',
    );
  });
});

describe('who may assume a role', () => {
  const NOT_AUTHORIZED = 'Neither the global service principal states.amazonaws.com, nor the regional one';

  test('Step Functions may, by its global or its regional principal', async () => {
    await assume(undefined);
    await assume(trusting({ Principal: { Service: ['states.ap-northeast-1.amazonaws.com'] } }));
    await expect(
      assume(trusting({ Principal: { Service: 'states.us-east-1.amazonaws.com' } })),
    ).rejects.toThrow(NOT_AUTHORIZED);
  });

  test('a role that trusts another service or an account does not trust Step Functions', async () => {
    await expect(assume(trusting({ Principal: { Service: 'lambda.amazonaws.com' } }))).rejects.toThrow(
      NOT_AUTHORIZED,
    );
    await expect(assume(trusting({ Principal: { AWS: ACCOUNT } }))).rejects.toThrow(NOT_AUTHORIZED);
  });

  test('another machine or account than the trusted one is refused, against the confused deputy', async () => {
    const condition = (account: string, machine: string) =>
      trusting({
        Condition: { StringEquals: { 'aws:SourceAccount': account }, ArnLike: { 'aws:SourceArn': machine } },
      });
    await assume(condition(ACCOUNT, MACHINE));
    await expect(assume(condition('111122223333', MACHINE))).rejects.toThrow(NOT_AUTHORIZED);
    await expect(assume(condition(ACCOUNT, CHILD))).rejects.toThrow(NOT_AUTHORIZED);
  });

  test('a Deny for everyone keeps Step Functions out as well', async () => {
    const deny = { Effect: 'Deny', Principal: '*', Action: 'sts:AssumeRole' };
    await expect(assume(policy(TRUSTS_STEP_FUNCTIONS.Statement, deny))).rejects.toThrow(NOT_AUTHORIZED);
  });

  test('a role that does not exist, or belongs to another account, cannot be assumed', async () => {
    await expect(assume(undefined, `arn:aws:iam::${ACCOUNT}:role/none`)).rejects.toThrow(NOT_AUTHORIZED);
    await expect(assume(undefined, ROLE_ARN.replace(ACCOUNT, '111122223333'))).rejects.toThrow(
      'Cross-account pass role is not allowed.',
    );
  });

  test('the path belongs to the ARN, as AWS finds no role under another path', async () => {
    await expect(assume(undefined, ROLE_ARN.replace('service-role/', ''))).rejects.toThrow(
      /has the ARN .*service-role/,
    );
  });
});
