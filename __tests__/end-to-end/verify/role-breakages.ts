import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  DeletePolicyCommand,
  DeleteRolePermissionsBoundaryCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { deploy, type Breakage } from './breakage';
import { admittingLambda, changed, neededBy, policy } from './role-changes';

const anySecret = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: '*' }],
};

const noTracing = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Deny', Action: 'xray:*', Resource: '*' }],
};

/** Attaches a managed policy to the execution role. */
const attached =
  (PolicyName: string, document: object): Breakage['make'] =>
  async ({ services: { clients }, environment }) => {
    const { Policy } = await clients.iam.send(
      new CreatePolicyCommand({ PolicyName, PolicyDocument: JSON.stringify(document) }),
    );
    const PolicyArn = Policy?.Arn;
    const attachment = { RoleName: environment.names.executionRole, PolicyArn };
    await clients.iam.send(new AttachRolePolicyCommand(attachment));
    return async () => {
      await clients.iam.send(new DetachRolePolicyCommand(attachment));
      await clients.iam.send(new DeletePolicyCommand({ PolicyArn }));
    };
  };

export const roleBreakages: Breakage[] = [
  {
    line: 'role-trust',
    wrong: 'another service may assume the role',
    make: admittingLambda('executionRole'),
    seen: /also admits \{"Service":"lambda.amazonaws.com"\}/,
    remedy: deploy,
  },
  ...neededBy(
    'role-permissions',
    'executionRole',
    'SecretsManagerReadAccess',
    'RetrieveConnectionCredentials',
    'ReadConnectionSecret',
    'InvokeHTTPEndpoint',
    'RecordMeterEvents',
    'ProcessingHistory',
    'PolicyMapping',
    'StartChild',
    'FollowChild',
    'ChildEventsRule',
    'DeliverLogs',
    'Tracing',
  ),
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
    seen: /start another state machine; use another table; change a mapping; start itself$/,
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
    seen: /may also read the Stripe key; read another secret; read another connection's key/,
    remedy:
      /^aws iam delete-role-policy --role-name ServiceProcessingOrchestrator-test-role --policy-name ByHand/,
  },
  {
    line: 'role-excess',
    wrong: 'a managed policy lets it read any secret',
    make: attached('Wide', anySecret),
    seen: /may also read the Stripe key/,
    remedy: /^aws iam detach-role-policy --role-name .* --policy-arn arn:aws:iam::002689294103:policy\/Wide/,
  },
  {
    line: 'role-permissions',
    wrong: 'a managed policy denies what its own allows',
    make: attached('Frozen', noTracing),
    seen: /lacks .*Tracing: xray:\w+ on \*, and \d more/,
    remedy:
      /^aws iam detach-role-policy --role-name .* --policy-arn arn:aws:iam::002689294103:policy\/Frozen/,
    repair: { round: 2 },
  },
  {
    line: 'role-permissions',
    wrong: 'somebody set a permissions boundary',
    async make({ services: { clients }, environment }) {
      const RoleName = environment.names.executionRole;
      const { Policy } = await clients.iam.send(
        new CreatePolicyCommand({ PolicyName: 'Narrow', PolicyDocument: JSON.stringify(anySecret) }),
      );
      const PermissionsBoundary = Policy?.Arn;
      await clients.iam.send(new PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary }));
      return async () => {
        await clients.iam.send(new DeleteRolePermissionsBoundaryCommand({ RoleName }));
        await clients.iam.send(new DeletePolicyCommand({ PolicyArn: PermissionsBoundary }));
      };
    },
    seen: /lacks what these statements of StripeMeterIntegrationPolicy allow: SecretsManagerReadAccess, /,
    remedy: deploy,
    repair: { round: 2 },
  },
];
