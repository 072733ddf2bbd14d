import Stripe from 'stripe';
import { failed, NotChecked, once, tried, type Check } from '../../../../commands/verify/check';
import { CommandError } from '../../../../clients/command-error';

const check = (look: Check['look']): Check => ({
  id: 'line',
  what: 'A line',
  actions: ['s3:PutObject', 's3:GetObject'],
  look,
});
const throwing = (error: unknown) => tried(check(() => Promise.reject(error as Error)));
const named = (name: string, message: string) => Object.assign(new Error(message), { name });

describe('a line that throws', () => {
  test('AWS names the action that it denied', async () => {
    const error = named(
      'AccessDeniedException',
      'User: arn:aws:iam::1:user/me is not authorized to perform: logs:FilterLogEvents on resource: x',
    );
    expect(await throwing(error)).toMatchObject({
      outcome: 'failed',
      seen: 'could not be checked: these credentials may not do logs:FilterLogEvents',
      remedy: [expect.stringContaining('Allow logs:FilterLogEvents')],
    });
  });

  test('where AWS names none, as S3, the actions of the line are named', async () => {
    const { seen } = await throwing(named('AccessDenied', 'Access Denied'));
    expect(seen).toContain('s3:PutObject or s3:GetObject');
  });

  test('what another line names is not named twice', async () => {
    expect(await throwing(new NotChecked('there is no role'))).toMatchObject({
      outcome: 'not checked',
      seen: 'there is no role',
      remedy: [],
    });
    const unauthorized = new Stripe.errors.StripeAuthenticationError({
      type: 'invalid_request_error',
      message: 'no',
    });
    expect(await throwing(unauthorized)).toMatchObject({ outcome: 'not checked' });
  });

  test.each([
    new CommandError('It is wrong.'),
    new TypeError('undefined is not a function'),
    new Stripe.errors.StripeConnectionError({ type: 'api_error', message: 'socket hang up' }),
    'a text',
  ])('%p becomes a sentence and a fix, without a stack trace', async (error) => {
    const line = await throwing(error);
    expect(line.outcome).toBe('failed');
    expect(line.seen).not.toMatch(/\n|\sat .*:\d+/);
    expect(line.remedy).toHaveLength(1);
  });
});

test('no line shows a key, whoever wrote it there', async () => {
  const key = ['sk', 'test', 'a'.repeat(24)].join('_');
  const line = await tried(check(async () => failed(`Invalid key: ${key}`, `use ${key}`)));
  expect(JSON.stringify(line)).not.toContain(key);
});

test('what several lines look at is read once', async () => {
  const read = jest.fn(async () => 1);
  const fact = once(read);
  expect(await Promise.all([fact(), fact()])).toEqual([1, 1]);
  expect(read).toHaveBeenCalledTimes(1);
});
