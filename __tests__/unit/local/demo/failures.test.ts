import { failureNamed, failures } from '../../../../local/demo/failures';

test.each(Object.entries(failures).filter(([, { recorded }]) => recorded))(
  'the failure %s says either how it ends or what a person does, so that the demo with --recover ends with one of them',
  (_, { end, person }) => {
    expect([end, person].filter(Boolean)).toHaveLength(1);
  },
);

test('404 still names the customer who is not in Stripe, so that nobody has to learn a new name for it', () => {
  expect(failureNamed('404')).toEqual({ name: 'no-customer', ...failures['no-customer'] });
  expect(failureNamed('constructor')).toBeUndefined();
});
