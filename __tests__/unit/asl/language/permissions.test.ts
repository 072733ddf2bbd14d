import { needOf, neededStatements } from '../../../../asl/src/language/permissions';

const grants = {
  First: (on: { table: string }) => ({ Resource: on.table }),
  Second: () => ({ Resource: '*', Condition: { StringEquals: { key: 'value' } } }),
  Children: () => ({ Resource: [] }),
};
const need = needOf(grants);
const statementsOf = (...needs: ReturnType<typeof need>[]) =>
  neededStatements(needs, grants, { table: 'arn:table' });

test('a statement allows what the states name in it, in the order of the grants', () => {
  expect(statementsOf(need('Second', 'b:Do'), need('First', 'a:Get'))).toEqual([
    { Sid: 'First', Action: ['a:Get'], Resource: 'arn:table' },
    { Sid: 'Second', Action: ['b:Do'], Resource: '*', Condition: { StringEquals: { key: 'value' } } },
  ]);
});

test('the order of the states changes no policy, which would be a change of every deployment', () => {
  const [read, write] = [need('First', 'a:Get'), need('First', 'a:Put', 'a:Get')];
  const update = need('First', 'a:Add');
  expect(statementsOf(read, write, update)).toEqual(statementsOf(update, write, read));
  expect(statementsOf(read, write, update)[0]?.Action).toEqual(['a:Add', 'a:Get', 'a:Put']);
});

test('what no state needs, or what is about nothing, is not allowed', () => {
  expect(statementsOf()).toEqual([]);
  expect(statementsOf(need('Children', 'c:Start'))).toEqual([]);
});

test('a statement that does not exist is a type error', () => {
  // @ts-expect-error There is no such statement.
  expect(statementsOf(need('Third', 'a:Get'))).toEqual([]);
});
