import { stripeClientOf } from '../../../local/catalog';
import { catalog } from '../../../settings/catalog';
import type { Deployed } from '../../helpers/deployed';
import { linesOf, run } from './lines';

export function severalFailures(current: () => Deployed): void {
  test('each failing line is named, and the rest still passes', async () => {
    const stripe = stripeClientOf(current().services.stripe, current().key);
    await stripe.products.update(catalog.product.id, { active: false });
    const removeFault = current().services.aws.faults.add({
      service: 'dynamodb',
      operation: 'DescribeTable',
      code: 'AccessDeniedException',
      message: 'User: arn:aws:iam::002689294103:user/me is not authorized to perform: dynamodb:DescribeTable',
    });
    try {
      const result = await run('--json', '--no-send');
      const failing = linesOf(result).filter(({ outcome }) => outcome === 'failed');
      expect(failing.map(({ id }) => id)).toEqual([
        'product',
        'processing-history-table',
        'policy-mapping-table',
        'ledger-table',
      ]);
      expect(failing[1]).toMatchObject({ seen: expect.stringMatching(/may not do dynamodb:DescribeTable$/) });
      expect(result.exitCode).toBe(1);
    } finally {
      removeFault();
      await stripe.products.update(catalog.product.id, { active: true });
    }
  });

  test('credentials that may not read the key, as those of the workflows, leave Stripe unchecked', async () => {
    const removeFault = current().services.aws.faults.add({
      service: 'secretsmanager',
      operation: 'GetSecretValue',
      code: 'AccessDeniedException',
      message: 'User: me is not authorized to perform: secretsmanager:GetSecretValue on resource: it',
    });
    const result = await run('--json', '--no-send');
    removeFault();
    const unchecked = linesOf(result).filter(({ outcome }) => outcome === 'not checked');
    expect(unchecked.map(({ id }) => id)).toEqual([
      'secret-value',
      'stripe-account',
      'stripe-key',
      'meter',
      'product',
      'price-usd',
      'price-jpy',
      'sent-execution',
      'error-handling',
    ]);
    expect(unchecked[0]!.seen).toBe('these credentials may not do secretsmanager:GetSecretValue');
  });

  test.each([429, 500] as const)(
    'a %i from Stripe is reported in a sentence, and AWS is checked all the same',
    async (status) => {
      const removeFault = current().services.stripe.faults.add({ kind: 'status', status });
      const result = await run('--json', '--no-send');
      removeFault();
      const lines = linesOf(result);
      expect(lines.find(({ id }) => id === 'stripe-key')!.seen).toMatch(/could not be checked: Stripe/);
      expect(lines.find(({ id }) => id === 'role')!.outcome).toBe('passed');
      expect(result.output + result.error).not.toMatch(/\n\s+at /);
    },
  );

  test('in another account only the account is checked', async () => {
    const removeFault = current().services.aws.faults.add({
      service: 'sts',
      operation: 'GetCallerIdentity',
      code: 'ExpiredToken',
    });
    const result = await run('--json', '--no-send');
    removeFault();
    const outcomes = linesOf(result).map(({ outcome }) => outcome);
    expect(new Set(outcomes.slice(1))).toEqual(new Set(['not checked']));
    expect(outcomes[0]).toBe('failed');
  });
}
