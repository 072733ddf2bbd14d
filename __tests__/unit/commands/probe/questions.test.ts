import type { SFNClient } from '@aws-sdk/client-sfn';
import type { ProbeContext } from '../../../../commands/probe/context';
import { questions } from '../../../../commands/probe/questions';
import { leftovers } from '../../../../commands/probe/leftovers';
import type { HttpAnswer } from '@usage-billing/local-stripe/request-log';
import type { RawRequest } from '@usage-billing/local-stripe/api-request';
import { startProbeAccount, type ProbeAccount } from '../../../helpers/probe-account';

jest.setTimeout(60_000);

describe('what the project assumes', () => {
  let account: ProbeAccount;
  let context: ProbeContext;
  beforeAll(async () => {
    account = await startProbeAccount();
  }, 60_000);
  afterAll(() => account.stop());
  beforeEach(() => {
    context = account.context();
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    expect(await context.created.removeAll()).toEqual([]);
  });

  /** Changes what an AWS client sends or receives. */
  type Change = { readonly input?: (input: any) => void; readonly output?: (output: any) => void }; // eslint-disable-line @typescript-eslint/no-explicit-any
  const bend = (service: 'states' | 'events' | 'iam' | 'logs', command: string, { input, output }: Change) =>
    (context.options.aws[service].middlewareStack as SFNClient['middlewareStack']).add(
      ((next: (args: object) => Promise<object>, { commandName }: { commandName?: string }) =>
        async (args: object) => {
          const isIt = commandName === command;
          if (isIt) {
            input?.((args as { input: object }).input);
          }
          const result = await next(args);
          if (isIt) {
            output?.((result as { output: object }).output);
          }
          return result;
        }) as never,
      { step: 'initialize' } as never,
    );

  /** Changes what Stripe reads or answers. */
  const bendStripe = (
    read: (request: RawRequest) => RawRequest,
    answer: (answer: HttpAnswer, request: RawRequest) => HttpAnswer = (same) => same,
  ) => {
    const handle = account.stripe.handle.bind(account.stripe);
    jest
      .spyOn(account.stripe, 'handle')
      .mockImplementation((request) => answer(handle(read(request)), request));
  };
  const answering = (
    change: (
      answer: Exclude<HttpAnswer, string>,
      request: RawRequest,
    ) => Partial<Exclude<HttpAnswer, string>>,
  ) =>
    bendStripe(
      (request) => request,
      (answer, request) => (typeof answer === 'string' ? answer : { ...answer, ...change(answer, request) }),
    );
  const reading = (change: (body: string) => string) =>
    bendStripe((request) => ({ ...request, body: change(request.body ?? '') }));
  const isEvent = ({ url, method }: RawRequest) => method === 'POST' && url === '/v1/billing/meter_events';

  /** For each question a world in which the assumption is wrong. */
  const otherwise: Readonly<Record<string, () => unknown>> = {
    'duplicate-identifier': () =>
      answering(({ body, status }) => (status === 400 ? { status: 409, body } : {})),
    'unknown-customer': () =>
      answering(({ status }, request) => (isEvent(request) && status === 400 ? { status: 402 } : {})),
    'concurrent-events': () => {
      let sent = 0;
      answering((_, request) =>
        isEvent(request) && sent++ === 3 ? { status: 400, body: '{"error":{"message":"busy"}}' } : {},
      );
    },
    'old-timestamp': () => reading((body) => body.replace(/timestamp=\d+/, '')),
    'idempotent-replay': () =>
      bendStripe(({ headers: { 'idempotency-key': _, ...headers }, ...request }) => ({
        ...request,
        headers,
      })),
    'idempotency-conflict': () =>
      bendStripe(({ headers: { 'idempotency-key': _, ...headers }, ...request }) => ({
        ...request,
        headers,
      })),
    'core-events-created': () =>
      bendStripe(({ url, ...request }) => ({ ...request, url: url.replace(/gte%5D=[^&]+/, 'gte%5D=1') })),
    'http-error-body': () =>
      bend('states', 'DescribeExecutionCommand', {
        output: (ended) => {
          ended.cause &&= '{"error":{"message":"An event already exists with identifier x."}}';
        },
      }),
    'trace-body': () =>
      bend('states', 'TestStateCommand', {
        output: ({ inspectionData }) => delete inspectionData.response.body,
      }),
    'form-encoding': () => reading((body) => body.replace('payload%5Bvalue%5D', 'payload.value')),
    redrive: () => reading((body) => body.replace(/(identifier=\S+?-1-)0/, '$11')),
    'authorization-header': () =>
      bendStripe(({ headers: { authorization = '', ...headers }, ...request }) => ({
        ...request,
        headers: {
          ...headers,
          authorization: String(authorization).replace(/^Bearer (?=.*7b3e$)/, 'Token '),
        },
      })),
    deauthorization: () =>
      bend('events', 'DescribeConnectionCommand', {
        output: (described) => {
          described.ConnectionState = 'AUTHORIZED';
        },
      }),
    'endpoint-with-query': () =>
      bend('iam', 'PutRolePolicyCommand', {
        input: (policy) => {
          policy.PolicyDocument = policy.PolicyDocument.replace(
            '/v1/billing/meters"',
            '/v1/billing/meters?limit=1"',
          );
        },
      }),
    'connection-secret': () =>
      bend('events', 'DescribeConnectionCommand', {
        output: (described) => {
          described.SecretArn = described.SecretArn.replace('events!connection', 'aws/events/connection');
        },
      }),
    'connection-arn': () =>
      bend('iam', 'PutRolePolicyCommand', {
        input: (policy) => {
          // As if the ARN without the UUID were the one that counts.
          policy.PolicyDocument = policy.PolicyDocument.replace(
            /(connection\/siftbeam-probe-\w+-arn)(\/[\w-]+)?"/,
            (_: string, bare: string, uuid?: string) => `${bare}${uuid ? '' : '/*'}"`,
          );
        },
      }),
    'secret-denied': () =>
      bend('iam', 'PutRolePolicyCommand', {
        input: (policy) => {
          policy.PolicyDocument = policy.PolicyDocument.replace(
            '"Statement":[',
            '"Statement":[{"Effect":"Allow","Action":"secretsmanager:*","Resource":"*"},',
          );
        },
      }),
    'invoke-denied': () =>
      bend('states', 'DescribeExecutionCommand', {
        output: (ended) => {
          ended.error &&= 'States.Permissions';
        },
      }),
    'dynamodb-errors': () =>
      bend('states', 'DescribeExecutionCommand', {
        output: (ended) => {
          ended.error = ended.error?.replace('AmazonDynamoDBException', 'AccessDeniedException');
        },
      }),
    'map-run-denied': () =>
      bend('states', 'DescribeExecutionCommand', {
        output: (ended) => {
          ended.error &&= 'States.Runtime';
        },
      }),
    'log-line': () => bend('logs', 'FilterLogEventsCommand', { output: (found) => delete found.events }),
    'summary-delay': () =>
      answering((_, { url }) =>
        url.includes('event_summaries') ? { body: '{"object":"list","data":[],"has_more":false}' } : {},
      ),
  };

  test('each question has a world in which the answer is another', () => {
    expect(Object.keys(otherwise).sort()).toEqual(questions.map(({ id }) => id).sort());
  });

  test.each(questions)('$id: the local AWS and the local Stripe agree', async (question) => {
    const answer = await question.ask(context);
    expect(answer).toEqual({ agrees: true, seen: expect.stringMatching(/./) });
  });

  test.each(questions)(
    '$id: a world in which it is otherwise disagrees, and what was seen tells',
    async (question) => {
      otherwise[question.id]?.();
      const { agrees, seen } = await question.ask(context);
      expect(seen).not.toBe('');
      expect({ agrees, seen }).toMatchObject({ agrees: false });
    },
  );

  test('in the end nothing is left in the account', async () => {
    expect(await leftovers(account.clients, context.options.stripe)).toEqual([]);
  });
});
