import { DescribeConnectionCommand } from '@aws-sdk/client-eventbridge';
import { randomBytes } from 'node:crypto';
import type { ProcessingInput } from '../../../settings/application';
import type { Deployed } from '../../helpers/deployed';
import { processesWhile } from '../../helpers/processes';

/** What was seen while a key was handed on, for the search that follows. */
export const seen = { keys: [] as string[], plan: '', processes: [] as string[] };

/** The key in use is revoked; a restricted one takes its place, and then loses its permission. */
export function keys(current: () => Deployed): void {
  const newKey = ['rk', 'test', randomBytes(16).toString('hex')].join('_');
  const restrictTo = (permissions: string[]) =>
    current().services.stripe.addKey({ value: newKey, mode: 'test', permissions });
  const expectBilled = async (input: ProcessingInput) => {
    expect(await current().run(input)).toMatchObject({ status: 'SUCCEEDED' });
    const record = await current().record(input);
    expect(record).toMatchObject({ status: 'completed', stripeMeterSentAt: expect.any(String) });
    expect(record).not.toHaveProperty('stripeMeterError');
    expect(current().meterEvents(input)).toHaveLength(1);
  };
  const recorded: ProcessingInput[] = [];

  test('that is only put reaches no execution, because the connection holds a copy of the old one', async () => {
    seen.keys = [current().key, newKey];
    restrictTo([]); // It would be refused.
    await current().deployment.putKey(newKey);
    await expectBilled(await current().upload());
  });

  test('"401 Invalid API Key provided", because the one in use was revoked, deauthorizes the connection, and every event is recorded', async () => {
    const { services, key, upload, run, record, attempts } = current();
    services.stripe.revokeKey(key);
    for (const error of [
      'States.Http.StatusCode.401',
      'Events.ConnectionResource.InvalidConnectionState',
      'Events.ConnectionResource.InvalidConnectionState',
    ]) {
      const input = await upload();
      recorded.push(input);
      expect(await run(input)).toMatchObject({ status: 'SUCCEEDED' });
      expect(await record(input)).toMatchObject({
        status: 'completed',
        stripeMeterError: { error, takenByStripe: 'no', customerId: input.customerId },
      });
    }
    expect(recorded.map((input) => attempts(input).length)).toEqual([1, 0, 0]);
    expect(await connectionState(current())).toBe('DEAUTHORIZED');
  });

  test('that is put and deployed reaches the next executions: of what was recorded, started again, and of new uploads', async () => {
    restrictTo(['billing_meter_event_write']);
    const terraform = current().deployment.terraform('stripe-connection');
    await terraform.plan({ out: 'key.tfplan' });
    seen.plan = JSON.stringify(await terraform.show('key.tfplan'));
    seen.processes = await processesWhile(terraform.apply('key.tfplan'));

    expect(await connectionState(current())).toBe('AUTHORIZED');
    for (const input of [...recorded, await current().upload()]) {
      await expectBilled(input);
    }
  });

  test('that lost its permission is recorded as a 403, and is no reason to doubt the connection', async () => {
    const input = await current().upload();
    restrictTo([]);
    expect(await current().run(input)).toMatchObject({ status: 'SUCCEEDED' });
    expect(await current().record(input)).toMatchObject({
      status: 'completed',
      stripeMeterError: { error: 'States.Http.StatusCode.403', cause: 'Forbidden', takenByStripe: 'no' },
    });
    expect(current().attempts(input)).toHaveLength(1);
    expect(await connectionState(current())).toBe('AUTHORIZED');

    restrictTo(['billing_meter_event_write']);
    await expectBilled(input);
  });
}

async function connectionState({ services, environment }: Deployed): Promise<string | undefined> {
  const Name = environment.names.connection;
  return (await services.clients.events.send(new DescribeConnectionCommand({ Name }))).ConnectionState;
}
