import { meterEvents } from '../../../commands/meter-events';
import { reconcile } from '../../../commands/reconcile';
import type { ProcessingInput } from '../../../settings/application';
import { seen, useServices } from '../../helpers/command';
import type { Deployed } from '../../helpers/deployed';
import { openUsageChecks, recover, recoverAfter } from '../../helpers/recovery';

/** What needs a person is explained, and decided with one command. */
export function commands(current: () => Deployed): void {
  beforeAll(() => useServices(current().services));

  const events = (...args: string[]) =>
    seen((terminal) => meterEvents(['--workspace', 'test', ...args], terminal));
  /** On the day on which the services are, which other cases have moved. */
  const reconciled = async () => {
    const now = current().services.stripe.now();
    const clock = jest.spyOn(Date, 'now').mockReturnValue(now);
    try {
      const day = new Date(now).toISOString().slice(0, 10);
      const from = new Date(now - 3 * 86_400_000).toISOString().slice(0, 10);
      return await seen((terminal) =>
        reconcile(['--workspace', 'test', '--from', from, '--to', day, '--json'], terminal),
      );
    } finally {
      clock.mockRestore();
    }
  };

  test('that Stripe refuses for certain is listed with the reason, and is sent after --retry once the cause is gone', async () => {
    const { services, run, upload, ledger, meterEvents: counted } = current();
    const input = { ...(await upload()), customerId: 'cus_to_be_created' };
    await run(input);
    await recover(current());
    expect(await ledger(input)).toMatchObject({ status: 'rejected', lastError: 'MeterEventRefused' });
    const list = await events();
    expect(list).toMatchObject({ exitCode: 0, output: expect.stringContaining(input.processingHistoryId) });

    services.stripe.addCustomer('test', input.customerId);
    expect(await events('--retry', input.processingHistoryId)).toMatchObject({ exitCode: 0 });
    await recover(current());
    expect(counted(input)).toHaveLength(1);
    expect(await ledger(input)).toMatchObject({ status: 'sent' });
  });

  describe('that Stripe drops after its 200', () => {
    let dropped: ProcessingInput;
    const customerId = 'cus_explained';

    beforeAll(async () => {
      const { services, environment, upload, run } = current();
      services.stripe.addCustomer('test', customerId);
      dropped = { ...(await upload()), customerId };
      services.stripe.dropLater({
        mode: environment.stripeMode,
        identifier: dropped.processingHistoryId,
        code: 'meter_event_customer_not_found',
      });
      await run(dropped);
      for (let minutes = 0; minutes < 180; minutes += 30) {
        await recoverAfter(current(), 30);
      }
    });

    test("is explained in Stripe's own words, with both figures of its minute", async () => {
      const story = await events('--id', dropped.processingHistoryId);
      expect(story.exitCode).toBe(0);
      expect(story.output).toContain('meter_event_customer_not_found');
      expect(story.output).toContain('1024');
    });

    test('is a difference for reconcile, by customer and day, with exit code 2', async () => {
      const { output, error, exitCode } = await reconciled();
      expect({ error, exitCode }).toMatchObject({ exitCode: 2 });
      expect(output).toContain(customerId);
    });

    test('is written off with a reason, and so is the check that found it', async () => {
      const checks = await openUsageChecks(current(), 'needs-person');
      const check = checks.find(({ checkedCustomerId }) => checkedCustomerId === customerId);
      const writeOff = await events(
        '--write-off',
        check!.identifier,
        '--reason',
        'billed by an invoice item',
      );
      expect(writeOff).toMatchObject({ exitCode: 0 });
      const again = await events('--write-off', check!.identifier, '--reason', 'billed by an invoice item');
      expect(again.exitCode).toBe(0);
      const left = await openUsageChecks(current(), 'needs-person');
      expect(left.map(({ identifier }) => identifier)).not.toContain(check!.identifier);
    });
  });
}
