import { widened } from '../../../../../commands/shared/plans/policy-comparison';

const meterEvents = 'https://api.stripe.com/v1/billing/meter_events';

const policy = (...statements: object[]) => ({ Version: '2012-10-17', Statement: statements });

const allow = (elements: object = {}) => ({
  Sid: 'ProcessingHistory',
  Effect: 'Allow',
  Action: ['dynamodb:GetItem', 'dynamodb:UpdateItem'],
  Resource: 'arn:aws:dynamodb:ap-northeast-1:002689294103:table/history',
  ...elements,
});

const invoke = (conditions: object | undefined) => ({
  Sid: 'InvokeHTTPEndpoint',
  Effect: 'Allow',
  Action: 'states:InvokeHTTPEndpoint',
  Resource: '*',
  ...(conditions && { Condition: conditions }),
});

describe('a policy that allows no more is no danger', () => {
  test.each([
    ['the same in another form', allow(), allow({ Action: ['dynamodb:updateitem', 'dynamodb:GetItem'] })],
    ['one action fewer', allow(), allow({ Action: 'dynamodb:GetItem' })],
    [
      'an action that a wildcard covered',
      allow({ Action: 'dynamodb:*' }),
      allow({ Action: 'dynamodb:GetItem' }),
    ],
    ['another Sid alone', allow(), allow({ Sid: 'History' })],
    ['a condition more', invoke(undefined), invoke({ StringEquals: { 'states:HTTPMethod': 'POST' } })],
    [
      'a value fewer in a condition',
      invoke({ StringEquals: { 'states:HTTPMethod': ['POST', 'GET'] } }),
      invoke({ StringEquals: { 'states:httpmethod': 'POST' } }),
    ],
    [
      'a narrower pattern in a condition',
      invoke({ StringLike: { 'states:HTTPEndpoint': 'https://api.stripe.com/*' } }),
      invoke({ StringLike: { 'states:HTTPEndpoint': meterEvents } }),
    ],
  ])('%s', (_, before, after) => {
    expect(widened(policy(before), policy(after))).toEqual([]);
  });

  test('statements in another order, since IAM knows none', () => {
    expect(widened(policy(allow(), invoke(undefined)), policy(invoke(undefined), allow()))).toEqual([]);
  });
});

describe('each way in which a statement becomes wider is named, so that a reviewer sees what to ask about', () => {
  test.each([
    [
      'an action',
      { Action: ['dynamodb:GetItem', 'dynamodb:UpdateItem', 'dynamodb:Scan'] },
      'Action `dynamodb:Scan` added',
    ],
    ['a wildcard', { Action: 'dynamodb:*' }, 'Action `dynamodb:*` added'],
    ['a resource', { Resource: '*' }, 'Resource `*` added'],
    [
      'NotAction, which allows all the rest',
      { Action: undefined, NotAction: 'iam:*' },
      'NotAction stands in the place of Action',
    ],
    ['a principal', { Principal: { AWS: '111122223333' } }, 'Principal `AWS:111122223333` added'],
    ['everybody', { Principal: '*' }, 'Principal `AWS:*` added'],
  ])('%s', (_, elements, sentence) => {
    expect(widened(policy(allow()), policy(allow(elements)))).toEqual([`ProcessingHistory: ${sentence}`]);
  });

  test('a condition that is removed, or holds for more', () => {
    const strict = invoke({
      StringEquals: { 'states:HTTPMethod': 'POST', 'states:HTTPEndpoint': meterEvents },
    });
    expect(widened(policy(strict), policy(invoke(undefined)))).toEqual([
      'InvokeHTTPEndpoint: condition `StringEquals states:HTTPMethod` removed; ' +
        'condition `StringEquals states:HTTPEndpoint` removed',
    ]);
    const get = invoke({
      StringEquals: { 'states:HTTPMethod': ['POST', 'GET'], 'states:HTTPEndpoint': meterEvents },
    });
    expect(widened(policy(strict), policy(get))).toEqual([
      'InvokeHTTPEndpoint: condition `StringEquals states:HTTPMethod` changed from `POST` to `POST`, `GET`',
    ]);
  });

  test('StringEquals that becomes StringLike, because its wildcards begin to count', () => {
    const [before, after] = ['StringEquals', 'StringLike'].map((operator) =>
      policy(invoke({ [operator]: { 'states:HTTPEndpoint': 'https://api.stripe.com/*' } })),
    );
    expect(widened(before, after)).toEqual([
      'InvokeHTTPEndpoint: condition `StringEquals states:HTTPEndpoint` removed',
    ]);
  });

  test('a negated condition with a value fewer, since that value now passes', () => {
    const [before, after] = [['a', 'b'], ['a']].map((values) =>
      policy(invoke({ StringNotEquals: { 'aws:SourceAccount': values } })),
    );
    expect(widened(before, after)).toHaveLength(1);
    expect(widened(after, before)).toEqual([]);
  });

  test('a new statement, with all that it grants', () => {
    const pass = { Sid: 'PassRole', Effect: 'Allow', Action: 'iam:PassRole', Resource: '*' };
    expect(widened(policy(allow()), policy(allow(), pass))).toEqual([
      'PassRole is new: `iam:PassRole` on `*`',
    ]);
  });

  test('a statement without Sid, found by its place', () => {
    const before = allow({ Sid: undefined });
    expect(widened(policy(before), policy({ ...before, Resource: '*' }))).toEqual([
      'statement 1: Resource `*` added',
    ]);
  });
});

test('a Deny that is removed or denies less is a danger, a longer one is not', () => {
  const deny = { Sid: 'DenyWithoutTLS', Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*' };
  const sentence = ['DenyWithoutTLS no longer denies all that it denied'];
  expect(widened(policy(deny), policy())).toEqual(sentence);
  expect(widened(policy(deny), undefined)).toEqual(sentence);
  expect(widened(policy(deny), policy({ ...deny, Action: 's3:Get*' }))).toEqual(sentence);
  expect(widened(policy({ ...deny, Action: 's3:Get*' }), policy(deny))).toEqual([]);
});
