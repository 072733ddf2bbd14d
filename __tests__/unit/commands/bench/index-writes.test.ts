import { indexWriteUnits } from '../../../../commands/bench/index-writes';

const closed = {
  identifier: { S: 'upload-1' },
  customerId: { S: 'cus_1' },
  timestamp: { N: '1772445600' },
  value: { N: '1000' },
  status: { S: 'pending' },
};
const open = { ...closed, openState: { S: 'pending' }, dueAt: { N: '1772446500' } };

test.each([
  ['a new event appears in both indexes', undefined, open, 2],
  ['an error that no index shows costs nothing there', open, { ...open, lastError: { S: 'a' } }, 0],
  ['a claim moves the entry of one index, which goes and comes', open, { ...open, dueAt: { N: '1' } }, 2],
  ['a sent event leaves one index and changes in the other', open, { ...closed, status: { S: 'sent' } }, 2],
  [
    'an item without the keys of an index is not in it',
    undefined,
    { identifier: { S: '#recovery-lease' } },
    0,
  ],
])('%s', (_, before, after, units) => {
  expect(indexWriteUnits(before, after)).toBe(units);
});
