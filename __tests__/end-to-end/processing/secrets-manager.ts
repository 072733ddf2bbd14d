import type { Fault } from '@usage-billing/local-aws/endpoint/faults';
import type { Deployed } from '../../helpers/deployed';
import { recover } from '../../helpers/recovery';

/** GetStripeAPIKey asks for the secret before every meter event. */
export function secretsManager(current: () => Deployed): void {
  const fail = (fault: Partial<Fault>) => {
    const { services, environment } = current();
    const when = (body: string) => body.includes(environment.names.secret);
    return services.aws.faults.add({
      service: 'secretsmanager',
      operation: 'DescribeSecret',
      when,
      ...fault,
    });
  };

  test.each([
    {
      title: 'that fails',
      fault: { code: 'InternalServiceError', status: 500 },
      error: 'SecretsManager.InternalServiceErrorException',
    },
    { title: 'that is down', fault: { reset: true }, error: 'SecretsManager.SdkClientException' },
  ])('$title keeps the event from being sent, which is recorded, and recovery bills once', async (one) => {
    const { upload, run, record, attempts, meterEvents } = current();
    const input = await upload();
    const end = fail(one.fault);
    expect(await run(input)).toMatchObject({ status: 'SUCCEEDED' });
    end();
    expect(attempts(input)).toEqual([]);
    expect(await record(input)).toMatchObject({
      status: 'completed',
      stripeMeterError: { error: one.error },
    });

    await recover(current());
    expect(meterEvents(input)).toHaveLength(1);
    expect(await record(input)).not.toHaveProperty('stripeMeterError');
  });

  test('that is throttled twice is asked again, so that it changes nothing', async () => {
    const { upload, run, record, meterEvents } = current();
    const input = await upload();
    fail({ code: 'ThrottlingException', times: 2 });
    expect(await run(input)).toMatchObject({ status: 'SUCCEEDED' });
    expect(meterEvents(input)).toHaveLength(1);
    expect(await record(input)).not.toHaveProperty('stripeMeterError');
  });
}
