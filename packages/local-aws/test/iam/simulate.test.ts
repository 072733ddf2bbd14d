import { IAMClient, SimulatePrincipalPolicyCommand, type EvaluationResult } from '@aws-sdk/client-iam';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { simulatePrincipalPolicy } from '../../src/iam/simulate';
import { FakeIam, roleArn } from './fake-iam';

const machine = 'arn:aws:states:ap-northeast-1:123456789012:stateMachine:A&B';
const fakeIam = new FakeIam({
  inline: [
    { Statement: { Effect: 'Allow', Action: 'states:StartExecution', Resource: machine } },
    { Statement: { Effect: 'Deny', Action: 'states:Delete*', Resource: '*' } },
    {
      Statement: {
        Effect: 'Allow',
        Action: 'states:InvokeHTTPEndpoint',
        Resource: machine,
        Condition: { StringEquals: { 'states:HTTPMethod': 'POST' } },
      },
    },
  ],
});

const boundaryStatement = { Effect: 'Allow', Action: 'states:StartExecution', Resource: machine };

/** The IAM that the server asks. */
let iam = fakeIam;

const server = createServer((request, response) => {
  void text(request)
    .then((body) => simulatePrincipalPolicy(new URLSearchParams(body), iam))
    .then((xml) => response.end(xml));
});

beforeAll(() => once(server.listen(0, '127.0.0.1'), 'listening'));
afterAll(() => server.close());

/** Asks through the AWS SDK, so that the XML is proven to be what clients of IAM read. */
async function simulate(ActionNames: string[], contextValue?: string): Promise<EvaluationResult[]> {
  const { port } = server.address() as AddressInfo;
  const client = new IAMClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const entry = { ContextKeyName: 'states:HTTPMethod', ContextKeyType: 'string' } as const;
  const response = await client.send(
    new SimulatePrincipalPolicyCommand({
      PolicySourceArn: roleArn,
      ActionNames,
      ResourceArns: [machine],
      ...(contextValue && { ContextEntries: [{ ...entry, ContextKeyValues: [contextValue] }] }),
    }),
  );
  client.destroy();
  expect(response.IsTruncated).toBe(false);
  return response.EvaluationResults ?? [];
}

test('each action gets its own decision on the given resource', async () => {
  const results = await simulate(['states:StartExecution', 'states:StopExecution', 'states:DeleteActivity']);
  expect(results.map(({ EvalActionName, EvalDecision }) => [EvalActionName, EvalDecision as string])).toEqual(
    [
      ['states:StartExecution', 'allowed'],
      ['states:StopExecution', 'implicitDeny'],
      ['states:DeleteActivity', 'explicitDeny'],
    ],
  );
  expect(results.map(({ EvalResourceName }) => EvalResourceName)).toEqual([machine, machine, machine]);
});

test('a condition key that was not given is named, so that a denial for lack of it can be recognized', async () => {
  const [without] = await simulate(['states:InvokeHTTPEndpoint']);
  expect(without).toMatchObject({
    EvalDecision: 'implicitDeny',
    MissingContextValues: ['states:HTTPMethod'],
  });
  const [allowed] = await simulate(['states:InvokeHTTPEndpoint'], 'POST');
  expect(allowed).toMatchObject({ EvalDecision: 'allowed', MissingContextValues: [] });
  const [denied] = await simulate(['states:InvokeHTTPEndpoint'], 'GET');
  expect(denied!.EvalDecision).toBe('implicitDeny');
});

describe('a role with a permissions boundary', () => {
  const withBoundary = { ...fakeIam.role, boundary: { Statement: boundaryStatement } };

  test('may do only what the boundary allows too, and the result says which of the two denies', async () => {
    iam = new FakeIam(withBoundary);
    const results = await simulate(['states:StartExecution', 'states:InvokeHTTPEndpoint'], 'POST');
    expect(results).toMatchObject([
      { EvalDecision: 'allowed', PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: true } },
      {
        EvalDecision: 'implicitDeny',
        PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: false },
      },
    ]);
  });

  test('is told from one without, whose result says nothing of a boundary', async () => {
    iam = fakeIam;
    const [result] = await simulate(['states:StartExecution']);
    expect(result).not.toHaveProperty('PermissionsBoundaryDecisionDetail');
  });

  test('is not simulated with another boundary than its own, which would be another question', async () => {
    const form = { PolicySourceArn: roleArn, 'PermissionsBoundaryPolicyInputList.member.1': '{}' };
    await expect(simulatePrincipalPolicy(new URLSearchParams(form), fakeIam)).rejects.toThrow(
      'SimulatePrincipalPolicy with PermissionsBoundaryPolicyInputList.member.1 is not supported by the local IAM',
    );
  });
});

test('users, groups and parameters that would change the decision are rejected by name', async () => {
  const ask = (parameters: Record<string, string>) =>
    simulatePrincipalPolicy(new URLSearchParams({ PolicySourceArn: roleArn, ...parameters }), fakeIam);
  await expect(ask({ PolicySourceArn: 'arn:aws:iam::123456789012:user/ann' })).rejects.toThrow(
    '"arn:aws:iam::123456789012:user/ann" is not the ARN of an IAM role',
  );
  await expect(ask({ 'PolicyInputList.member.1': '{}' })).rejects.toThrow(
    'SimulatePrincipalPolicy with PolicyInputList.member.1 is not supported by the local IAM',
  );
});
