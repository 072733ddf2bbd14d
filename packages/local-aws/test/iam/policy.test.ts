import { parsePolicy } from '../../src/iam/policy';

const allowed = { Effect: 'Allow', Action: 'states:StartExecution', Resource: '*' };

function parsing(statement: object, kind?: 'identity' | 'trust'): () => unknown {
  return () => parsePolicy(JSON.stringify({ Version: '2012-10-17', Statement: [statement] }), kind);
}

describe('what the local IAM cannot evaluate is rejected by name, so that it never allows more than AWS', () => {
  test.each([
    ['DateLessThan', 'condition operator "DateLessThan" is not supported by the local IAM'],
    ['ForAnyValue:StringEquals', 'condition operator "ForAnyValue:StringEquals" is not supported'],
    ['NullIfExists', 'condition operator "NullIfExists" is not supported'],
    ['toString', 'condition operator "toString" is not supported'],
  ])('operator %s', (operator, message) => {
    expect(parsing({ ...allowed, Condition: { [operator]: { 'aws:SourceAccount': '1' } } })).toThrow(message);
  });

  test.each<[string, object, string]>([
    ['an element', { ...allowed, NotPrincipal: '*' }, 'the element "NotPrincipal"'],
    ['a principal in an identity policy', { ...allowed, Principal: '*' }, 'the element "Principal"'],
    ['no action', { Effect: 'Allow', Resource: '*' }, 'needs Action or NotAction'],
    ['no resource', { Effect: 'Allow', Action: '*' }, 'needs Resource or NotResource'],
    ['an effect', { ...allowed, Effect: 'allow' }, 'Effect must be "Allow" or "Deny"'],
    ['a service of wildcards', { ...allowed, Action: 'state*:Start' }, '"state*:Start" is not an action'],
    ['half an ARN', { ...allowed, Resource: 'arn:aws:states:*' }, 'must be "*" or an ARN with six parts'],
    ['any service in an ARN', { ...allowed, Resource: 'arn:aws:*:::x' }, 'partition and service in full'],
    ['a variable', { ...allowed, Resource: 'arn:aws:s3:::b/${aws:username}' }, 'Policy variables are not'],
    [
      'a variable in a condition',
      { ...allowed, Condition: { StringEquals: { 'aws:SourceAccount': '${aws:PrincipalAccount}' } } },
      'Policy variables are not supported',
    ],
    [
      'a text where an ARN is compared',
      { ...allowed, Condition: { ArnLike: { 'aws:SourceArn': '*' } } },
      '"*", compared by ArnLike, is not an ARN',
    ],
  ])('%s', (_what, statement, message) => {
    expect(parsing(statement)).toThrow(message);
  });

  test('an Allow for everyone in a trust policy, because it is never intended', () => {
    const trust = { Effect: 'Allow', Action: 'sts:AssumeRole' };
    expect(parsing({ ...trust, Principal: '*' }, 'trust')).toThrow('An Allow with Principal "*"');
    expect(parsing({ ...trust, Principal: { AWS: ['*'] } }, 'trust')).toThrow('An Allow with Principal "*"');
  });

  test('text that is not JSON', () => {
    expect(() => parsePolicy('Allow everything')).toThrow('The policy is not JSON');
  });
});
