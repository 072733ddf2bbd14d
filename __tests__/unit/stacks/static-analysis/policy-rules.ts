import { unless, type Rule } from './rule';

interface Statement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Principal?: string | Record<string, string | string[]>;
  readonly Action?: string | string[];
  readonly NotAction?: unknown;
  readonly Resource?: string | string[];
  readonly NotResource?: unknown;
  readonly NotPrincipal?: unknown;
  readonly Condition?: Record<string, Record<string, string | string[]>>;
}

const allowsOf = (policy: string): Statement[] =>
  (JSON.parse(policy).Statement as Statement[]).filter(({ Effect }) => Effect === 'Allow');

const listOf = (value: string | string[] = []): string[] => [value].flat();

const document = (statement: object) =>
  JSON.stringify({ Statement: [{ Effect: 'Allow', Sid: 'Bad', ...statement }] });

/** Each Allow that has it, by its Sid. */
const having = (policy: string, what: string, has: (statement: Statement) => boolean) =>
  allowsOf(policy)
    .filter(has)
    .map(({ Sid }) => `${Sid} ${what}`);

const actionRule = (type: string, field: string): Rule => ({
  id: 'policy-action',
  title: 'a policy names each action that it allows, so that a new one of AWS is not allowed unseen',
  type,
  wrong: (values) =>
    having(
      values[field],
      'allows unnamed actions',
      ({ Action, NotAction }) => NotAction !== undefined || listOf(Action).some((name) => name.includes('*')),
    ),
  bad: { [field]: document({ Action: 's3:Get*', Resource: 'arn:aws:s3:::bucket' }) },
});

const trustRule: Rule = {
  id: 'trust',
  title:
    'a role is assumed by whom its trust policy names, under a condition without a wildcard, and by nobody else',
  type: 'aws_iam_role',
  wrong: ({ assume_role_policy: policy }) => [
    ...having(policy, 'admits everyone', isForEveryone),
    ...having(
      policy,
      'has no condition of its own, or one with a wildcard',
      ({ Condition }) =>
        conditionValues(Condition).length === 0 || /[*?]/.test(conditionValues(Condition).join()),
    ),
  ],
  bad: {
    assume_role_policy: document({
      Principal: { Federated: 'arn' },
      Condition: { StringLike: { 'token.actions.githubusercontent.com:sub': 'repo:owner/*' } },
    }),
  },
};

const conditionValues = (condition: Statement['Condition'] = {}) =>
  Object.values(condition).flatMap((keys) => Object.values(keys).flat());

const isForEveryone = ({ Principal, NotPrincipal }: Statement): boolean =>
  NotPrincipal !== undefined || /"\*"/.test(JSON.stringify(Principal ?? ''));

const resourcePolicyRule = (type: string): Rule => ({
  id: 'resource-policy',
  title: 'a policy of a resource admits one account, and a service only for one resource of that account',
  type,
  wrong: ({ policy }) => [
    ...having(policy, 'admits everyone', isForEveryone),
    ...having(
      policy,
      'admits a service on behalf of any account',
      ({ Principal, Condition }) =>
        /amazonaws\.com/.test(JSON.stringify(Principal)) &&
        !['aws:SourceAccount', 'aws:SourceArn'].every((key) =>
          JSON.stringify(Condition ?? {}).includes(`"${key}"`),
        ),
    ),
  ],
  bad: { policy: document({ Principal: { Service: 'cloudwatch.amazonaws.com' }, Action: 'sns:Publish' }) },
});

/** What a policy that says what a role may do must not allow. */
const identityPolicyRules = (type: string): Rule[] => [
  actionRule(type, 'policy'),
  {
    id: 'policy-resource',
    title: 'a policy names the resources that it allows, because an account has others',
    type,
    wrong: ({ policy }) =>
      having(
        policy,
        'allows every resource',
        ({ Resource, NotResource }) => NotResource !== undefined || listOf(Resource).includes('*'),
      ),
    bad: { policy: document({ Action: 'dynamodb:Scan', Resource: '*' }) },
  },
  {
    id: 'policy-pass-role',
    title:
      'a policy lets roles be passed to one service alone, or the role becomes the permission of another',
    type,
    wrong: ({ policy }) =>
      having(
        policy,
        'passes a role to any service',
        ({ Action, Condition }) =>
          listOf(Action).includes('iam:PassRole') && !Condition?.StringEquals?.['iam:PassedToService'],
      ),
    bad: { policy: document({ Action: 'iam:PassRole', Resource: 'arn:aws:iam::1:role/r' }) },
  },
];

/** Roles and policies. */
export const policyRules: Rule[] = [
  trustRule,
  actionRule('aws_sns_topic_policy', 'policy'),
  ...identityPolicyRules('aws_iam_role_policy'),
  ...identityPolicyRules('aws_iam_policy'),
  resourcePolicyRule('aws_sns_topic_policy'),
  resourcePolicyRule('aws_s3_bucket_policy'),
  {
    id: 'connection-key',
    title:
      'a CloudFormation stack holds the reference to the key, never a key, which its template would show',
    type: 'aws_cloudformation_stack',
    wrong: ({ template_body: template, parameters }) =>
      unless(
        /"ApiKeyValue":\{"Fn::Join"/.test(template) &&
          !/[sr]k_(test|live)_/.test(JSON.stringify(parameters ?? {})),
        'holds a key',
      ),
    bad: { template_body: '{"ApiKeyValue":"Bearer key"}' },
  },
];
