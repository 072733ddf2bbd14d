import type { Deployed } from '../../helpers/deployed';
import { openUsageChecks, recover, recoverAfter } from '../../helpers/recovery';

/** A 200 is no proof: the ledger's sum of each customer and hour is compared with Stripe's. */
export function counted(current: () => Deployed): void {
  test('is seen to be counted: the check of its hour ends equal', async () => {
    const customerId = 'cus_counted';
    current().services.stripe.addCustomer('test', customerId);
    const input = { ...(await current().upload()), customerId };
    await current().run(input);
    const [check] = await checksOf(current(), customerId);
    expect(check).toMatchObject({ status: 'pending' });
    await recoverAfter(current(), 106);
    await recover(current());
    expect(await checksOf(current(), customerId)).toEqual([]);
  });

  test('with 200 and dropped later is found within three hours, and somebody is told both figures', async () => {
    const customerId = 'cus_dropped';
    const { services, environment, upload, run } = current();
    services.stripe.addCustomer('test', customerId);
    const kept = { ...(await upload()), customerId };
    const dropped = { ...(await upload()), customerId };
    await run(kept);
    services.stripe.dropLater({
      mode: environment.stripeMode,
      identifier: dropped.processingHistoryId,
      code: 'meter_event_customer_not_found',
    });
    await run(dropped);
    expect(await current().ledger(dropped)).toMatchObject({ status: 'sent' });

    for (let minutes = 0; minutes < 180; minutes += 20) {
      await recoverAfter(current(), 20);
    }
    const [check] = await openUsageChecks(current(), 'needs-person');
    expect(check).toMatchObject({
      checkedCustomerId: customerId,
      status: 'different',
      lastError: 'UsageDiffers',
    });
    expect(check!.lastErrorCause).toContain('The ledger has 2048 bytes');
    expect(check!.lastErrorCause).toContain('Stripe counted 1024');
  });
}

const checksOf = async (deployed: Deployed, customerId: string) =>
  (await openUsageChecks(deployed, 'pending')).filter(
    ({ checkedCustomerId }) => checkedCustomerId === customerId,
  );
