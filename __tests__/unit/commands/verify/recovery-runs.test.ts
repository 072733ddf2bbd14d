import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SFNClient } from '@aws-sdk/client-sfn';
import { tried } from '../../../../commands/verify/check';
import { Facts } from '../../../../commands/verify/facts';
import { recoveryRunsCheck } from '../../../../commands/verify/checks/recovery-runs';
import { arnsOf } from '../../../../settings/arns';
import { environmentOf } from '../../../../settings/environments';
import { refusal, responding } from '../../../helpers/aws-responses';

afterEach(() => jest.restoreAllMocks());

const live = environmentOf('live');
const arns = arnsOf(live);
const deploy = 'npm run deploy:live -- service-processing';
const start = `aws stepfunctions start-execution --state-machine-arn ${arns.recoveryStateMachine} --region ap-northeast-1`;
const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);

const schedule = { LastModificationDate: minutesAgo(1000) };

const line = () => tried(recoveryRunsCheck(new Facts(live)));

describe('the runs of recovery', () => {
  const run = (status: string, stoppedMinutesAgo?: number) => ({
    executionArn: 'arn:run',
    status,
    startDate: minutesAgo((stoppedMinutesAgo ?? 0) + 1),
    ...(stoppedMinutesAgo !== undefined && { stopDate: minutesAgo(stoppedMinutesAgo) }),
  });

  /** The line, where there are these runs, and the machine was created so many minutes ago. */
  function runsLine(executions: object[], createdMinutesAgo = 1000, described: object = {}) {
    responding(SchedulerClient, { GetSchedule: schedule });
    responding(SFNClient, {
      DescribeStateMachine: { creationDate: minutesAgo(createdMinutesAgo) },
      ListExecutions: { executions },
      DescribeExecution: described,
    });
    return line();
  }

  test('are fine when the last one succeeded within half an hour', async () => {
    expect(await runsLine([run('RUNNING'), run('SUCCEEDED', 4)])).toMatchObject({
      outcome: 'passed',
      seen: expect.stringMatching(/^the last one succeeded \d{4}-/),
    });
  });

  test('are none yet of a machine that was deployed minutes ago', async () => {
    expect(await runsLine([], 3)).toMatchObject({
      outcome: 'not checked',
      seen: expect.stringMatching(/^none is due yet: it was deployed .*, to run every 6 minutes$/),
    });
  });

  test('are missing where nothing starts them', async () => {
    expect(await runsLine([])).toMatchObject({
      outcome: 'failed',
      seen: 'none ever succeeded',
      remedy: [deploy, start],
    });
    expect(await runsLine([run('SUCCEEDED', 31)])).toMatchObject({
      outcome: 'failed',
      seen: expect.stringMatching(/^none succeeded since/),
    });
  });

  test.each([
    [
      'RunEndedEarly',
      "MeterNotFound: the connection's key sees no active meter for file_processed with livemode true.",
      /sees no active meter/,
      /stripe:catalog/,
    ],
    [
      'RunEndedEarly',
      'States.Http.StatusCode.401: Unauthorized',
      /does not accept the connection's key/,
      /stripe:key/,
    ],
    ['RunEndedEarly', 'States.Http.StatusCode.403: Forbidden', /lacks a permission/, /billing_meter_read/],
    [
      'RunEndedEarly',
      'Events.ConnectionResource.ResourceNotFound: gone',
      /the connection/,
      /stripe-connection/,
    ],
    ['RunEndedEarly', 'States.Http.AccessDenied: no', /its role/, /service-processing/],
    ['RunEndedEarly', 'States.Http.StatusCode.503: x', /did not respond/, /status\.stripe\.com/],
    [
      'RunEndedEarly',
      'States.ExceedToleratedFailureThreshold: The specified tolerated failure threshold was exceeded',
      /its lastError says which/,
      /meter-events/,
    ],
    [
      'DynamoDb.ResourceNotFoundException',
      'gone',
      /\(DynamoDb.ResourceNotFoundException: gone\)$/,
      /service-processing/,
    ],
  ])('of which the last one ended in %s (%s) fail with that in words', async (error, cause, seen, remedy) => {
    const found = await runsLine([run('FAILED', 1), run('SUCCEEDED', 6)], 1000, { error, cause });
    expect(found).toMatchObject({ outcome: 'failed', seen: expect.stringMatching(seen) });
    expect(found.seen).toMatch(/^the last one ended as FAILED \d{4}-/);
    expect(found.remedy[0]).toMatch(remedy);
    // Otherwise the line would fail until the schedule starts the next run.
    expect(found.remedy.at(-1)).toBe(start);
  });

  test('that took two hours did not wait for Stripe alone', async () => {
    const { seen } = await runsLine([run('TIMED_OUT', 1)], 1000, { error: 'States.Timeout' });
    expect(seen).toMatch(/^the last one ended as TIMED_OUT \S+ \(States\.Timeout\)$/);
  });

  test('are not checked without a state machine, which another line says', async () => {
    responding(SchedulerClient, { GetSchedule: schedule });
    responding(SFNClient, {
      DescribeStateMachine: refusal('StateMachineDoesNotExist'),
      ListExecutions: refusal('StateMachineDoesNotExist'),
    });
    expect(await line()).toMatchObject({
      outcome: 'not checked',
      seen: 'there is no state machine',
    });
  });
});
