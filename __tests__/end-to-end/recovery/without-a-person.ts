import { GetRolePolicyCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { recoveryPolicyName } from '../../../settings/names';
import type { Deployed } from '../../helpers/deployed';
import { openEvents, recover, recoverAfter } from '../../helpers/recovery';
import { faultFor, notSent } from '../../helpers/sending';

/** What time, or a deployment, heals. */
export function withoutAPerson(current: () => Deployed): void {
  test('Stripe that is down for five hours', async () => {
    const inputs = [await notSent(current()), await notSent(current())];
    const ends = inputs.map((input) => faultFor(current(), input, { kind: 'status', status: 503 }));
    for (let hour = 0; hour < 5; hour++) {
      await recoverAfter(current(), 61);
    }
    expect(await openEvents(current(), 'pending')).toHaveLength(2);
    ends.forEach((end) => end());
    await recover(current());
    for (const input of inputs) {
      expect(current().meterEvents(input)).toHaveLength(1);
      expect(await current().ledger(input)).toMatchObject({ status: 'sent', evidence: 'response' });
      expect(await current().record(input)).not.toHaveProperty('stripeMeterError');
    }
  });

  test('Stripe that is down for two days, after which it has forgotten the identifier: it is asked first', async () => {
    // Two customers: Stripe's figures cannot tell two equal events of one customer and minute apart.
    const [taken, lost] = [
      await current().upload(),
      { ...(await current().upload()), customerId: 'cus_lost' },
    ];
    current().services.stripe.addCustomer('test', lost.customerId);
    const ends = [
      faultFor(current(), taken, { kind: 'reset-after' }),
      faultFor(current(), lost, { kind: 'reset-before' }),
    ];
    await Promise.all([current().run(taken), current().run(lost)]);
    current().services.advance(48 * 3600);
    ends.forEach((end) => end());
    await recover(current());
    expect(await current().ledger(taken)).toMatchObject({ status: 'sent', evidence: 'summary' });
    expect(await current().ledger(lost)).toMatchObject({ status: 'sent', evidence: 'response' });
    expect([taken, lost].map((input) => current().meterEvents(input).length)).toEqual([1, 1]);
  });

  test('a permission that recovery lacks, once it is deployed', async () => {
    const { services, environment } = current();
    const { iam } = services.clients;
    const role = { RoleName: environment.names.recoveryRole, PolicyName: recoveryPolicyName };
    const input = await notSent(current());
    const { PolicyDocument = '' } = await iam.send(new GetRolePolicyCommand(role));
    const policy = JSON.parse(decodeURIComponent(PolicyDocument)) as {
      Statement: { Action: string[] | string }[];
    };
    const without = policy.Statement.filter(({ Action }) => !String(Action).includes('InvokeHTTPEndpoint'));
    await iam.send(
      new PutRolePolicyCommand({
        ...role,
        PolicyDocument: JSON.stringify({ ...policy, Statement: without }),
      }),
    );
    const run = await recoverAfter(current(), 16);
    expect(run.description).toMatchObject({ status: 'FAILED', error: 'RunEndedEarly' });
    expect(run.description.cause).toContain('States.Http.AccessDenied');
    await iam.send(new PutRolePolicyCommand({ ...role, PolicyDocument: JSON.stringify(policy) }));
    await recover(current());
    expect(current().meterEvents(input)).toHaveLength(1);
  });

  test('DynamoDB that is throttled while recovery works', async () => {
    const input = await notSent(current());
    const end = current().services.aws.faults.add({
      service: 'dynamodb',
      operation: 'UpdateItem',
      when: (body) => body.includes(input.processingHistoryId),
      code: 'ProvisionedThroughputExceededException',
    });
    await recoverAfter(current(), 16);
    end();
    await recover(current());
    expect(current().meterEvents(input)).toHaveLength(1);
    expect(await current().ledger(input)).toMatchObject({ status: 'sent' });
  });
}
