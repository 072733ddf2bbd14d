import { ExecutionDoesNotExist, SFNClient } from '@aws-sdk/client-sfn';
import { refusal, responding } from '../../../helpers/aws-responses';
import { fileEvent } from '../../../helpers/local-stripe';
import {
  command,
  event,
  now,
  rejected,
  startServices,
  undecided,
  usageCheck,
  type Services,
} from '../../../helpers/ledger-commands';

describe('npm run meter-events -- --id', () => {
  let services: Services;
  const run = command('test');
  const story = (id: string, ...args: string[]) => run(['--id', id, ...args]);

  beforeAll(async () => {
    services = await startServices();
  }, 60_000);
  afterAll(() => services.stop());
  beforeEach(async () => {
    await services.renew();
    responding(SFNClient as never, {
      DescribeExecution: {
        status: 'SUCCEEDED',
        startDate: new Date(0),
        redriveCount: 2,
        redriveDate: new Date(60_000),
      },
      ListExecutions: { executions: [] },
    });
  });
  afterEach(() => jest.restoreAllMocks());

  /** Sends an event with the same time as the ledger's, through the API as an execution does. */
  const send = (identifier: string, value: number, timestamp: number, customer = 'cus_known') =>
    services.stripe.test.billing.meterEvents.create(
      fileEvent({ identifier, timestamp, payload: { stripe_customer_id: customer, value: String(value) } }),
    );

  test('tells every field in plain words, the execution and its redrives', async () => {
    await services.tables.put(rejected('e'));
    const { output, exitCode } = await story('e');
    expect(exitCode).toBe(0);
    expect(output).toContain('1024 bytes of the customer cus_known at ');
    expect(output).toContain('Status: rejected (Stripe refused it for certain, or it is too old).');
    expect(output).toContain('4 attempts may have sent it; 2 ended with proof that Stripe did not take it.');
    expect(output).toContain('Stripe answered 400, 402 or 404: 3 of them.');
    expect(output).toContain('Open: a person must decide.');
    expect(output).toMatch(/Recovery last claimed it at .*, before that at /);
    expect(output).toContain('States.Http.StatusCode.400: Bad Request');
    expect(output).toContain('ServiceProcessingOrchestrator-test:1a2b3c4d: SUCCEEDED, started 1970-01-01');
    expect(output).toContain('redriven: 2, last at 1970-01-01T00:01:00.000Z');
  });

  test('shows an item that this version does not know, and says that a person must look', async () => {
    await services.tables.put({ ...rejected('newer'), status: 'withdrawn' });
    const { output, error, exitCode } = await story('newer');
    expect([exitCode, error]).toEqual([2, '']);
    expect(output).toContain('Meter event newer\n  This version does not know the meter event newer');
    expect(output).toContain('status: withdrawn');
    expect(output).toContain('value: 1024');
    expect(JSON.parse((await story('newer', '--json')).output)).toMatchObject({
      ok: false,
      item: { kind: 'unknown', identifier: 'newer', status: 'withdrawn' },
    });
  });

  test('says how it is known that an event was sent, and what a written-off one was closed for', async () => {
    await services.tables.put(event('s', { sentAt: now(), evidence: 'summary', livemode: false }));
    expect((await story('s')).output).toMatch(
      /because Stripe's figures show .* \(evidence: summary\), in test mode/,
    );
    await services.tables.put(event('w', { status: 'written-off', writtenOffReason: 'gift' }));
    expect((await story('w')).output).toContain('Written off because: gift');
  });

  test('an execution that Step Functions has deleted and a claim by no run of the last days are said', async () => {
    responding(SFNClient as never, {
      DescribeExecution: new ExecutionDoesNotExist({ message: '', $metadata: {} }),
      ListExecutions: { executions: [] },
    });
    await services.tables.put(rejected('e'));
    const { output } = await story('e');
    expect(output).toContain('keeps executions for 90 days and has deleted this one');
    expect(output).toContain('None of the last 3000 ran at that time.');
  });

  test('names the runs of recovery at the time of the last two claims', async () => {
    const [claimedAt, previousClaimedAt] = [now() - 7200, now() - 10_800];
    const run = (name: string, start: number, seconds: number) => ({
      executionArn: name,
      status: 'SUCCEEDED',
      startDate: new Date(start * 1000 + 500),
      stopDate: new Date((start + seconds) * 1000),
    });
    responding(SFNClient as never, {
      DescribeExecution: {},
      ListExecutions: {
        executions: [
          run('later', claimedAt + 300, 60),
          run('last', claimedAt - 10, 60),
          run('between', claimedAt - 1800, 60),
          run('first', previousClaimedAt, 60),
        ],
      },
    });
    await services.tables.put(rejected('e', { claimedAt, previousClaimedAt }));
    const { claims } = JSON.parse((await story('e', '--json')).output) as {
      claims: { found: { executionArn: string }[] };
    };
    expect(claims.found.map(({ executionArn }) => executionArn)).toEqual(['last', 'first']);
  });

  test('puts what Stripe counted in the minute beside the ledger, and says what that proves', async () => {
    const timestamp = now() - 3 * 3600;
    await services.tables.put(undecided('e', { timestamp }));
    await services.tables.put(
      event('other', { timestamp, value: 10, sentAt: timestamp + 5, evidence: 'response' }),
    );
    await services.tables.put(event('elsewhere', { timestamp: timestamp - 120, value: 77 }));
    await send('other', 10, timestamp);
    expect((await story('e')).output).toMatch(
      /Stripe counted 10 bytes[^]*The ledger has 10 sent by other events, 1024 of this one\.[^]*Stripe did not count this event\./,
    );
    await send('e', 1024, timestamp);
    expect((await story('e')).output).toMatch(/Stripe counted 1034 bytes[^]*Stripe counted this event\./);
  });

  test("finds the event in Stripe's error reports, and says where samples are incomplete", async () => {
    const { server } = services.stripe;
    const timestamp = now() - 60;
    server.dropLater({
      mode: 'test',
      customer: 'cus_known',
      code: 'meter_event_customer_not_found',
    } as never);
    await services.tables.put(event('e', { timestamp, sentAt: timestamp, evidence: 'response' }));
    await send('e', 1024, timestamp);
    for (let index = 0; index < 6; index++) {
      await send(`other-${index}`, 1, timestamp);
    }
    server.advanceSeconds(60);
    const { output } = await story('e');
    expect(output).toMatch(/evt_\S+ \(.*\) names it: meter_event_customer_not_found: /);
    expect(output).toMatch(/Samples are incomplete: \d errors in these reports are in no sample/);
  });

  test('permissions that the key lacks are named, and the rest is told', async () => {
    await services.restrictKey('billing_meter_event_write');
    await services.tables.put(rejected('e'));
    const { output, exitCode } = await story('e');
    expect(exitCode).toBe(0);
    expect(output).toContain(
      'Could not be read: the restricted key lacks the permission billing_meter_read.',
    );
    expect(output).toContain('Could not be read: the restricted key lacks the permission event_read.');
    expect(output).toContain('Status: rejected');
  });

  test('what AWS does not permit is said, and the rest is told', async () => {
    responding(SFNClient as never, {
      DescribeExecution: refusal(
        'AccessDeniedException',
        'not authorized to perform: states:DescribeExecution',
      ),
      ListExecutions: refusal('AccessDeniedException', 'not authorized to perform: states:ListExecutions'),
    });
    await services.tables.put(rejected('e'));
    const { output, exitCode } = await story('e');
    expect(exitCode).toBe(0);
    expect(output).toContain('AWS does not permit it: not authorized to perform: states:DescribeExecution.');
  });

  test('of a usage check it tells both sums and the events of the hour', async () => {
    const hour = Math.floor(now() / 3600) * 3600 - 3 * 3600;
    const check = usageCheck(hour);
    await services.tables.put(check);
    await services.tables.put(event('a', { timestamp: hour, value: 1000 }));
    await services.tables.put(event('b', { timestamp: hour + 3599, value: 1048 }));
    await services.tables.put(rejected('c', { timestamp: hour + 60, value: 5 }));
    await services.tables.put(event('next', { timestamp: hour + 3600, value: 99 }));
    await send('a', 1000, hour);
    const { output, exitCode } = await story(check.identifier);
    expect(exitCode).toBe(0);
    expect(output).toContain(
      "Status: different (the ledger's sum and Stripe's differed twice, 30 minutes apart).",
    );
    expect(output).toContain('The ledger has 2048 bytes sent, 5 rejected.');
    expect(output).toContain('Stripe counted 1000 bytes.');
    expect(output).toMatch(/3 events\n.* 1000 {2}sent {2}a\n.* 5 {2}rejected {2}c\n.* 1048 {2}sent {2}b/);
  });
});
