import { asPlainText, dangersOf } from '../../../../../commands/shared/plans/dangers';
import { customerIndex, openIndex } from '../../../../../ledger/indexes';
import { ledgerKey } from '../../../../../ledger/keys';
import { planOf, resource } from './fixtures';

const address = 'aws_dynamodb_table.ledger';
const index = (name: string, changed: object = {}) => ({
  name,
  hash_key: 'openState',
  range_key: 'dueAt',
  projection_type: 'INCLUDE',
  non_key_attributes: ['a', 'b'],
  ...changed,
});
const ledger = {
  name: 'siftbeam-stripe-meter-events',
  hash_key: ledgerKey,
  point_in_time_recovery: [{ enabled: true }],
  ttl: [{ enabled: false, attribute_name: '' }],
  deletion_protection_enabled: true,
  global_secondary_index: [index(openIndex), index(customerIndex)],
};
const change = (after: object | null, actions = ['update'], before: object = ledger) =>
  resource(address, { actions, before, after });
const dangers = (...resources: ReturnType<typeof resource>[]) =>
  dangersOf(planOf(...resources)).map(asPlainText);

describe('the ledger', () => {
  test.each([
    ['replaced', change({ ...ledger, name: 'another' }, ['delete', 'create'])],
    ['destroyed', change(null, ['delete'])],
  ])(
    'that is %s comes before every other danger of all stacks, since events could be billed twice',
    (verb, lost) => {
      const others = planOf(resource('aws_secretsmanager_secret.key', { actions: ['delete'], after: null }));
      const [first, ...rest] = dangersOf(others, planOf(lost)).map(asPlainText);
      expect(first).toMatch(
        new RegExp(`^${address} is ${verb}: .*could be billed twice.*restore .* point-in-time recovery`),
      );
      expect(rest.filter((danger) => danger.startsWith(address))).toEqual([]);
      expect(rest[0]).toContain('the Stripe key is lost');
    },
  );

  test('is known by its key, also where a plan gives it another one', () => {
    const [first] = dangers(change({ ...ledger, hash_key: 'id' }, ['create', 'delete']));
    expect(first).toContain('it is the ledger');
  });

  test('that a stopped deployment left unfinished is kept by a command that the danger names', () => {
    const unfinished = change({ ...ledger }, ['delete', 'create']);
    const [first] = dangers({ ...unfinished, action_reason: 'replace_because_tainted' });
    expect(first).toContain(`terraform untaint ${address}`);
    expect(dangers(unfinished).join()).not.toContain('untaint');
  });

  test('that somebody deleted is restored first, because an empty one knows of no identifier that was billed', () => {
    const created = planOf(resource(address, { actions: ['create'], before: null, after: ledger }));
    const gone = resource(address, { actions: ['delete'], before: ledger, after: null });
    expect(dangersOf({ ...created, resource_drift: [gone] }).map(asPlainText)).toEqual([
      expect.stringMatching(/was deleted outside Terraform.*Restore it first.*could be billed twice/),
    ]);
    // A first deployment creates it too.
    expect(dangersOf(created)).toEqual([]);
  });

  test('that only gets a tag is no danger', () => {
    expect(dangers(change({ ...ledger, tags: { a: 'b' } }))).toEqual([]);
    expect(dangers(resource(address, { actions: ['create'], before: null, after: ledger }))).toEqual([]);
  });
});

test.each([
  [
    { point_in_time_recovery: [{ enabled: false }] },
    'loses its point-in-time recovery: an item deleted by mistake is gone.',
  ],
  [{ point_in_time_recovery: [] }, 'loses its point-in-time recovery: an item deleted by mistake is gone.'],
  [{ deletion_protection_enabled: false }, 'loses its deletion protection: one mistake deletes the table.'],
  [
    { ttl: [{ enabled: true, attribute_name: 'sentAt' }] },
    'lets its items expire: an identifier that is gone could be billed twice.',
  ],
  [
    { global_secondary_index: [index(customerIndex)] },
    'loses its index open: recovery finds nothing that is open without it.',
  ],
  [
    { global_secondary_index: [index(openIndex)] },
    "loses its index customer: nobody can compare a customer's usage with Stripe without it.",
  ],
  [
    { global_secondary_index: [index(openIndex, { range_key: 'timestamp' }), index(customerIndex)] },
    'has its index open created anew: until it is filled, recovery finds nothing that is open without it.',
  ],
])('a table that a plan leaves with %j is named', (changed, sentence) => {
  expect(dangers(change({ ...ledger, ...changed }))).toEqual([`${address} ${sentence}`]);
});

test('indexes in another order, as Terraform lists a set, are the same ones', () => {
  const { global_secondary_index: indexes } = ledger;
  const reordered = indexes.map((one) => ({ ...one, non_key_attributes: ['b', 'a'] })).reverse();
  expect(dangers(change({ ...ledger, global_secondary_index: reordered }))).toEqual([]);
});

test('what a table never had it cannot lose', () => {
  const bare = { name: 'a', hash_key: 'id', point_in_time_recovery: [{ enabled: false }], ttl: [] };
  expect(dangers(change({ ...bare, tags: {} }, ['update'], bare))).toEqual([]);
});
