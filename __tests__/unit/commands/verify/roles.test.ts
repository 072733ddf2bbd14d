import { IAMClient, type SimulatePrincipalPolicyCommandInput } from '@aws-sdk/client-iam';
import { tried } from '../../../../commands/verify/check';
import { roleChecks } from '../../../../commands/verify/checks/roles';
import { Facts } from '../../../../commands/verify/facts';
import { executionTrustPolicy } from '../../../../modules/policies/execution-trust';
import { arnsOf } from '../../../../settings/arns';
import { environmentOf } from '../../../../settings/environments';
import { refusal } from '../../../helpers/aws-responses';

afterEach(() => jest.restoreAllMocks());

const live = environmentOf('live');
const arn = 'arn:aws:iam::002689294103:role/a';
const trust = executionTrustPolicy({
  accountId: live.accountId,
  stateMachineArn: arnsOf(live).stateMachine,
});
const policy = {
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'Call',
      Effect: 'Allow',
      Action: ['states:InvokeHTTPEndpoint'],
      Resource: 'arn:aws:states:r:1:stateMachine:a-*',
      Condition: { StringLike: { 'states:HTTPEndpoint': 'https://api.stripe.com/v1/billing/meters/*' } },
    },
    { Sid: 'Trace', Effect: 'Allow', Action: 'xray:PutTraceSegments', Resource: '*' },
  ],
};

/** The line of the orchestrator's role, and what IAM was asked to simulate. */
async function roleLine(
  found: {
    trust?: object;
    inline?: string[];
    attached?: string[];
    decision?: object;
    isGone?: boolean;
    hasNoPolicy?: boolean;
  } = {},
  executionRoleName?: string,
) {
  const simulated: SimulatePrincipalPolicyCommandInput[] = [];
  const encoded = (document: object) => encodeURIComponent(JSON.stringify(document));
  jest.spyOn(IAMClient.prototype, 'send').mockImplementation((async (command: {
    constructor: { name: string };
    input: SimulatePrincipalPolicyCommandInput;
  }) => {
    switch (command.constructor.name) {
      case 'GetRoleCommand':
        if (found.isGone) {
          throw refusal('NoSuchEntityException');
        }
        return { Role: { Arn: arn, AssumeRolePolicyDocument: encoded(found.trust ?? trust) } };
      case 'GetRolePolicyCommand':
        if (found.hasNoPolicy) {
          throw refusal('NoSuchEntityException');
        }
        return { PolicyDocument: encoded(policy) };
      case 'ListRolePoliciesCommand':
        return { PolicyNames: ['StripeMeterIntegrationPolicy', ...(found.inline ?? [])] };
      case 'ListAttachedRolePoliciesCommand':
        return { AttachedPolicies: (found.attached ?? []).map((PolicyArn) => ({ PolicyArn })) };
      default: {
        simulated.push(command.input);
        const { ActionNames = [], ResourceArns = ['*'] } = command.input;
        return {
          EvaluationResults: ActionNames.flatMap((EvalActionName) =>
            ResourceArns.map((EvalResourceName) => ({
              EvalActionName,
              EvalResourceName,
              EvalDecision: 'allowed',
              ...found.decision,
            })),
          ),
        };
      }
    }
  }) as never);
  const facts = new Facts({ ...live, executionRoleName });
  return { ...(await tried(roleChecks(facts)[0]!)), simulated };
}

test('passes with its own policy alone, each statement of which is simulated without a wildcard', async () => {
  const { outcome, seen, simulated } = await roleLine();
  expect([outcome, seen]).toEqual([
    'passed',
    'has the policy StripeMeterIntegrationPolicy alone, and nothing else denies what that allows',
  ]);
  expect(simulated).toEqual([
    expect.objectContaining({
      ActionNames: ['states:InvokeHTTPEndpoint'],
      ResourceArns: ['arn:aws:states:r:1:stateMachine:a-verify'],
      ContextEntries: [
        expect.objectContaining({ ContextKeyValues: ['https://api.stripe.com/v1/billing/meters/verify'] }),
      ],
    }),
    expect.not.objectContaining({ ResourceArns: expect.anything() }),
  ]);
});

test('fails with a policy beside its own, which no plan shows, and prints what takes it off', async () => {
  expect(await roleLine({ inline: ['ByHand'], attached: ['arn:aws:iam::1:policy/Wide'] })).toMatchObject({
    outcome: 'failed',
    seen:
      'also has the policy ByHand, which the repository does not know; ' +
      'also has the policy arn:aws:iam::1:policy/Wide, which the repository does not know',
    remedy: [
      expect.stringMatching(/^aws iam delete-role-policy --role-name \S+ --policy-name ByHand --region/),
      expect.stringMatching(/^aws iam detach-role-policy .* --policy-arn arn:aws:iam::1:policy\/Wide/),
    ],
  });
});

test.each([
  [
    'its permissions boundary',
    { PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: false } },
    'its permissions boundary denies states:InvokeHTTPEndpoint on arn:aws:states:r:1:stateMachine:a-verify, and 1 more',
    'npm run deploy:live -- service-processing',
  ],
  [
    'a service control policy',
    { OrganizationsDecisionDetail: { AllowedByOrganizations: false } },
    'a service control policy denies states:InvokeHTTPEndpoint on',
    'Ask the administrator of your AWS organization to allow it.',
  ],
])('fails where %s denies what its own policy allows', async (_, detail, seen, remedy) => {
  const decision = { EvalDecision: 'implicitDeny', ...detail };
  expect(await roleLine({ decision })).toMatchObject({
    outcome: 'failed',
    seen: expect.stringContaining(seen),
    remedy: [remedy],
  });
});

test('fails at a Deny in its own policy too, which a deployment takes out', async () => {
  expect(await roleLine({ decision: { EvalDecision: 'explicitDeny' } })).toMatchObject({
    outcome: 'failed',
    remedy: ['npm run deploy:live -- service-processing'],
  });
});

test('is not checked where IAM decides nothing: no decision is neither a permission nor the lack of one', async () => {
  expect(await roleLine({ decision: { EvalDecision: undefined } })).toMatchObject({
    outcome: 'not checked',
    seen: expect.stringContaining('IAM did not decide on states:InvokeHTTPEndpoint'),
  });
});

test('leaves its own policy and itself to the plan, which says that they are missing', async () => {
  expect((await roleLine({ hasNoPolicy: true })).outcome).toBe('passed');
  expect(await roleLine({ isGone: true })).toMatchObject({
    outcome: 'not checked',
    seen: 'there is no role',
  });
});

describe('that existed before the stack', () => {
  test('must exist, because no deployment creates it', async () => {
    const { outcome, remedy } = await roleLine({ isGone: true }, 'StepFunctions-role');
    expect(outcome).toBe('failed');
    expect(remedy[0]).toMatch(/^Name a role that exists as executionRoleName/);
  });

  const [statement] = trust.Statement;
  const trusting = (...Statement: object[]) => ({ Version: '2012-10-17', Statement });

  test('admits its state machine alone, in whatever form AWS returns the policy', async () => {
    const same = { ...statement!, Sid: undefined, Action: ['sts:AssumeRole'] };
    expect((await roleLine({ trust: trusting(same) }, 'StepFunctions-role')).outcome).toBe('passed');
  });

  test.each([
    ['lets Step Functions of any account in', [{ ...statement!, Condition: undefined }], /allows more/],
    [
      'lets another service in',
      [statement!, { ...statement!, Sid: 'Other', Principal: { Service: 'lambda.amazonaws.com' } }],
      /allows more: .*lambda\.amazonaws\.com/,
    ],
    ['lets nobody in', [], /does not admit Step Functions for arn:/],
    [
      'denies its own service',
      [statement!, { ...statement!, Sid: 'Closed', Effect: 'Deny' }],
      /does not admit Step Functions for arn:/,
    ],
  ])(
    'and %s has its trust policy put right by hand, because no deployment does',
    async (_, statements, seen) => {
      const line = await roleLine({ trust: trusting(...statements) }, 'StepFunctions-role');
      expect(line).toMatchObject({ outcome: 'failed', seen: expect.stringMatching(seen) });
      expect(line.remedy[0]).toMatch(
        /^aws iam update-assume-role-policy --role-name StepFunctions-role --policy-document '\{/,
      );
    },
  );

  test('may have a permissions boundary, which is loosened or taken off by hand', async () => {
    const decision = {
      EvalDecision: 'implicitDeny',
      PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: false },
    };
    const { remedy } = await roleLine({ decision }, 'StepFunctions-role');
    expect(remedy[0]).toContain('aws iam delete-role-permissions-boundary --role-name StepFunctions-role');
  });
});
