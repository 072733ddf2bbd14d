import { evaluate, evaluateRole, missingContextKeys, type Decision } from '../../src/iam/evaluate';
import { parsePolicy } from '../../src/iam/policy';

const tableArn = 'arn:aws:dynamodb:ap-northeast-1:123456789012:table/example-processing-history';
const meterEvents = 'https://api.stripe.com/v1/billing/meter_events';

function decide(
  statements: object | object[],
  request: { action?: string; resource?: string; context?: Record<string, string | string[]> } = {},
): Decision {
  const policy = parsePolicy(JSON.stringify({ Version: '2012-10-17', Statement: statements }));
  return evaluate([policy], { action: 'dynamodb:UpdateItem', resource: tableArn, context: {}, ...request });
}

function allow(elements: object): object {
  return { Effect: 'Allow', Action: 'dynamodb:UpdateItem', Resource: tableArn, ...elements };
}

describe('actions and resources', () => {
  test('exactly the allowed action on exactly the allowed resource passes', () => {
    expect(decide(allow({}))).toBe('allowed');
    expect(decide(allow({}), { action: 'dynamodb:DeleteItem' })).toBe('implicitDeny');
    expect(decide(allow({}), { resource: `${tableArn}-test` })).toBe('implicitDeny');
  });

  test('an explicit deny wins over an allow, whatever their order', () => {
    const deny = { Effect: 'Deny', Action: 'dynamodb:*', Resource: '*' };
    expect(decide([allow({}), deny])).toBe('explicitDeny');
    expect(decide([deny, allow({})])).toBe('explicitDeny');
  });

  test.each([
    ['DynamoDB:updateitem', 'allowed'],
    ['dynamodb:Update*', 'allowed'],
    ['dynamodb:UpdateIte?', 'allowed'],
    ['dynamodb:UpdateIte', 'implicitDeny'],
    ['*', 'allowed'],
  ])('action %s, in any case and with wildcards, is %s as in IAM', (action, expected) => {
    expect(decide(allow({ Action: ['states:StartExecution', action] }))).toBe(expected);
  });

  test('a resource differs by upper and lower case, because names of AWS resources do', () => {
    expect(decide(allow({ Resource: tableArn.replace('example', 'Example') }))).toBe('implicitDeny');
  });

  test('a dot or a plus in a pattern means itself, so that it opens nothing else', () => {
    expect(decide(allow({ Resource: tableArn.replace('example-', 'example.') }))).toBe('implicitDeny');
  });

  test('a wildcard at the end reaches over slashes and colons of the resource part', () => {
    const execution = 'arn:aws:states:ap-northeast-1:123456789012:execution:Child:run-1';
    const pattern = 'arn:aws:states:ap-northeast-1:123456789012:execution:Child:*';
    const request = { action: 'states:DescribeExecution', resource: execution };
    expect(decide(allow({ Action: 'states:DescribeExecution', Resource: pattern }), request)).toBe('allowed');
  });

  test('a wildcard that would have to run over a colon is rejected by name, not guessed', () => {
    const resource = 'arn:aws:dynamodb:*:table/example-processing-history:x';
    expect(() => decide(allow({ Resource: resource }), { resource: `${tableArn}:x` })).toThrow(
      /only across a colon, which the local IAM does not support/,
    );
  });

  test('NotAction and NotResource mean everything else', () => {
    expect(decide({ Effect: 'Allow', NotAction: 'dynamodb:DeleteItem', Resource: '*' })).toBe('allowed');
    expect(decide({ Effect: 'Allow', NotAction: 'dynamodb:Update*', Resource: '*' })).toBe('implicitDeny');
    expect(decide({ Effect: 'Allow', Action: '*', NotResource: tableArn })).toBe('implicitDeny');
    expect(decide({ Effect: 'Allow', Action: '*', NotResource: `${tableArn}-test` })).toBe('allowed');
  });

  test('an action without a resource is allowed only by Resource *', () => {
    const logs = { action: 'logs:CreateLogDelivery', resource: '*' };
    expect(decide(allow({ Action: 'logs:CreateLogDelivery', Resource: '*' }), logs)).toBe('allowed');
    expect(decide(allow({ Action: 'logs:CreateLogDelivery' }), logs)).toBe('implicitDeny');
  });
});

describe('conditions', () => {
  const when = (Condition: object, context: Record<string, string | string[]>): Decision =>
    decide(allow({ Condition }), { context });

  test.each<[string, string | string[], Record<string, string | string[]>, Decision]>([
    ['ForAllValues:StringLike', 'P*', { 'states:HTTPMethod': ['POST', 'PUT'] }, 'allowed'],
    ['ForAllValues:StringLike', 'P*', { 'states:HTTPMethod': ['POST', 'GET'] }, 'implicitDeny'],
    ['ForAllValues:StringLike', 'P*', {}, 'allowed'],
    ['StringEquals', 'POST', { 'states:HTTPMethod': 'POST' }, 'allowed'],
    ['StringEquals', 'POST', { 'states:httpmethod': 'POST' }, 'allowed'],
    ['StringEquals', 'POST', { 'states:HTTPMethod': 'post' }, 'implicitDeny'],
    ['StringEquals', ['GET', 'POST'], { 'states:HTTPMethod': 'POST' }, 'allowed'],
    ['StringEquals', 'P*', { 'states:HTTPMethod': 'POST' }, 'implicitDeny'],
    ['StringEquals', 'POST', {}, 'implicitDeny'],
    ['StringEqualsIfExists', 'POST', {}, 'allowed'],
    ['StringEqualsIfExists', 'POST', { 'states:HTTPMethod': 'GET' }, 'implicitDeny'],
    ['StringEqualsIgnoreCase', 'post', { 'states:HTTPMethod': 'POST' }, 'allowed'],
    ['StringNotEquals', 'POST', { 'states:HTTPMethod': 'POST' }, 'implicitDeny'],
    ['StringNotEquals', ['GET', 'POST'], { 'states:HTTPMethod': 'POST' }, 'implicitDeny'],
    ['StringNotEquals', 'POST', {}, 'allowed'],
    ['StringLike', 'P?S*', { 'states:HTTPMethod': 'POST' }, 'allowed'],
    ['StringNotLike', 'P*', { 'states:HTTPMethod': 'POST' }, 'implicitDeny'],
    ['Bool', 'true', { 'states:HTTPMethod': 'True' }, 'allowed'],
    ['Null', 'true', {}, 'allowed'],
    ['Null', 'true', { 'states:HTTPMethod': 'POST' }, 'implicitDeny'],
    ['Null', 'false', { 'states:HTTPMethod': 'POST' }, 'allowed'],
  ])('%s %j against %j is %s', (operator, value, context, expected) => {
    expect(when({ [operator]: { 'states:HTTPMethod': value } }, context)).toBe(expected);
  });

  test('the meter events address allows no other address of Stripe', () => {
    const condition = { StringEquals: { 'states:HTTPEndpoint': meterEvents } };
    expect(when(condition, { 'states:HTTPEndpoint': meterEvents })).toBe('allowed');
    expect(when(condition, { 'states:HTTPEndpoint': `${meterEvents}/x` })).toBe('implicitDeny');
  });

  test('several keys must all hold', () => {
    const condition = { StringEquals: { 'states:HTTPMethod': 'POST', 'states:HTTPEndpoint': meterEvents } };
    const request = { 'states:HTTPMethod': 'POST', 'states:HTTPEndpoint': meterEvents };
    expect(when(condition, request)).toBe('allowed');
    expect(when(condition, { ...request, 'states:HTTPMethod': 'GET' })).toBe('implicitDeny');
  });

  test('ARNs are compared part by part, so that * for the account does not reach into the name', () => {
    const machine = (account: string, name: string) =>
      `arn:aws:states:ap-northeast-1:${account}:stateMachine:${name}`;
    const like = (pattern: string, actual: string) =>
      when({ ArnLike: { 'aws:SourceArn': pattern } }, { 'aws:SourceArn': actual });
    expect(like(machine('*', 'Orchestrator'), machine('123456789012', 'Orchestrator'))).toBe('allowed');
    expect(like(machine('*', 'Orchestrator'), machine('123456789012', 'Other'))).toBe('implicitDeny');
    expect(like('arn:aws:*:1:stateMachine:x:y', 'arn:aws:states:r:1:stateMachine:x:y')).toBe('implicitDeny');
  });

  test('a permissions boundary limits what the identity policies allow, and allows nothing by itself', () => {
    const parsed = (...statements: object[]) => parsePolicy(JSON.stringify({ Statement: statements }));
    const request = { action: 'dynamodb:UpdateItem', resource: tableArn, context: {} };
    const decision = (identity: object[], boundary: object[]) =>
      evaluateRole({ identity: [parsed(...identity)], boundary: parsed(...boundary) }, request);
    const update = allow({});
    const other = allow({ Action: 'dynamodb:GetItem' });
    const deny = allow({ Effect: 'Deny' });
    expect(decision([update], [update])).toBe('allowed');
    expect(decision([update], [other])).toBe('implicitDeny');
    expect(decision([other], [update])).toBe('implicitDeny');
    expect(decision([update], [update, deny])).toBe('explicitDeny');
    expect(decision([update, deny], [other])).toBe('explicitDeny');
    expect(evaluateRole({ identity: [parsed(update)] }, request)).toBe('allowed');
  });

  test('a condition of the boundary that is missing from the request is named as well', () => {
    const identity = [parsePolicy(JSON.stringify({ Statement: allow({}) }))];
    const statement = allow({ Condition: { StringEquals: { 'states:HTTPMethod': 'POST' } } });
    const boundary = parsePolicy(JSON.stringify({ Statement: statement }));
    const request = { action: 'dynamodb:UpdateItem', resource: tableArn, context: {} };
    expect(missingContextKeys({ identity, boundary }, request)).toEqual(['states:HTTPMethod']);
  });

  test('a condition that is missing from the request is named, because SimulatePrincipalPolicy reports it', () => {
    const statement = allow({ Condition: { StringEquals: { 'states:HTTPMethod': 'POST' } } });
    const policy = parsePolicy(JSON.stringify({ Statement: statement }));
    const request = { action: 'dynamodb:UpdateItem', resource: tableArn, context: {} };
    expect(missingContextKeys({ identity: [policy] }, request)).toEqual(['states:HTTPMethod']);
    expect(missingContextKeys({ identity: [policy] }, { ...request, action: 'dynamodb:GetItem' })).toEqual(
      [],
    );
  });
});
