import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetRolePolicyCommand,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { executionTrustPolicy } from '../../../modules/policies/execution-trust';
import { arnsOf } from '../../../settings/arns';
import { executionPolicyName } from '../../../settings/names';
import { deploy, type Breakage } from './breakage';

interface Statement {
  readonly Sid: string;
  readonly Resource: string | string[];
  readonly Condition?: object;
}

/** Changes the role's policy. */
const policy =
  (change: (statements: Statement[]) => object[]): Breakage['make'] =>
  async ({ services: { clients }, environment }) => {
    const name = { RoleName: environment.names.executionRole, PolicyName: executionPolicyName };
    const { PolicyDocument = '' } = await clients.iam.send(new GetRolePolicyCommand(name));
    const document = decodeURIComponent(PolicyDocument);
    const { Statement } = JSON.parse(document) as { Statement: Statement[] };
    const put = (text: string) =>
      clients.iam.send(new PutRolePolicyCommand({ ...name, PolicyDocument: text }));
    await put(JSON.stringify({ Version: '2012-10-17', Statement: change(Statement) }));
    return () => put(document);
  };

const changed = (sid: string, change: (statement: Statement) => object) =>
  policy((statements) => statements.map((one) => (one.Sid === sid ? change(one) : one)));

const anySecret = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: '*' }],
};

const lacking: Breakage[] = [
  'SecretsManagerReadAccess',
  'RetrieveConnectionCredentials',
  'ReadConnectionSecret',
  'InvokeHTTPEndpoint',
  'ProcessingHistory',
  'PolicyMapping',
  'StartChild',
  'FollowChild',
  'ChildEventsRule',
  'DeliverLogs',
  'Tracing',
].map((sid) => ({
  line: 'role-permissions',
  wrong: `the statement ${sid} is missing`,
  make: policy((statements) => statements.filter(({ Sid }) => Sid !== sid)),
  seen: new RegExp(`lacks ${sid}: \\w+:\\w+ on`),
  remedy: deploy,
}));

export const roleBreakages: Breakage[] = [
  {
    line: 'role-trust',
    wrong: 'another service may assume the role',
    async make({ services: { clients }, environment }) {
      const { accountId, names } = environment;
      const trust = executionTrustPolicy({ accountId, stateMachineArn: arnsOf(environment).stateMachine });
      const put = (document: object) =>
        clients.iam.send(
          new UpdateAssumeRolePolicyCommand({
            RoleName: names.executionRole,
            PolicyDocument: JSON.stringify(document),
          }),
        );
      const lambda = {
        Effect: 'Allow',
        Principal: { Service: 'lambda.amazonaws.com' },
        Action: 'sts:AssumeRole',
      };
      await put({ ...trust, Statement: [...trust.Statement, lambda] });
      return () => put(trust);
    },
    seen: /also admits \{"Service":"lambda.amazonaws.com"\}/,
    remedy: deploy,
  },
  ...lacking,
  {
    line: 'role-permissions',
    wrong: 'the condition admits another method than the one that is used',
    make: changed('InvokeHTTPEndpoint', (statement) => ({
      ...statement,
      Condition: { StringEquals: { 'states:HTTPMethod': 'GET' } },
    })),
    seen: /lacks InvokeHTTPEndpoint: states:InvokeHTTPEndpoint on/,
    remedy: deploy,
  },
  {
    line: 'role-excess',
    wrong: "the guide's own condition admits every URL of Stripe",
    make: changed('InvokeHTTPEndpoint', (statement) => ({
      ...statement,
      Condition: {
        StringEquals: { 'states:HTTPMethod': 'POST' },
        StringLike: { 'states:HTTPEndpoint': 'https://api.stripe.com/*' },
      },
    })),
    seen: /may also call another URL of Stripe \(states:InvokeHTTPEndpoint on/,
    remedy: deploy,
  },
  {
    line: 'role-excess',
    wrong: 'any table and any state machine may be used',
    make: policy((statements) =>
      statements.map((one) =>
        ['ProcessingHistory', 'StartChild'].includes(one.Sid) ? { ...one, Resource: '*' } : one,
      ),
    ),
    seen: /start another state machine .*start itself .*use another table .*change a mapping \(dynamodb:UpdateItem/,
    remedy: deploy,
  },
  {
    line: 'role-excess',
    wrong: 'a policy added by hand lets it read any secret',
    async make({ services: { clients }, environment }) {
      const name = { RoleName: environment.names.executionRole, PolicyName: 'ByHand' };
      await clients.iam.send(
        new PutRolePolicyCommand({ ...name, PolicyDocument: JSON.stringify(anySecret) }),
      );
      return () => clients.iam.send(new DeleteRolePolicyCommand(name));
    },
    seen: /may also read the Stripe key .*read another secret .*read another connection's key/,
    remedy:
      /^aws iam delete-role-policy --role-name ServiceProcessingOrchestrator-test-role --policy-name ByHand/,
  },
  {
    line: 'role-excess',
    wrong: 'a managed policy lets it read any secret',
    async make({ services: { clients }, environment }) {
      const { Policy } = await clients.iam.send(
        new CreatePolicyCommand({ PolicyName: 'Wide', PolicyDocument: JSON.stringify(anySecret) }),
      );
      const attachment = { RoleName: environment.names.executionRole, PolicyArn: Policy?.Arn };
      await clients.iam.send(new AttachRolePolicyCommand(attachment));
      return () => clients.iam.send(new DetachRolePolicyCommand(attachment));
    },
    seen: /may also read the Stripe key/,
    remedy: /^aws iam detach-role-policy --role-name .* --policy-arn arn:aws:iam::002689294103:policy\/Wide/,
  },
];
