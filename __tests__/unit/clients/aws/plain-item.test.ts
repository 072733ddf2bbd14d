import { plainItem } from '../../../../clients/aws/plain-item';

test('an item of DynamoDB is plain JSON, whatever its attributes are', () => {
  expect(
    plainItem({
      status: { S: 'completed' },
      value: { N: '1024' },
      rate: { N: '0.5' },
      livemode: { BOOL: false },
      none: { NULL: true },
      keys: { L: [{ S: 'a' }, { M: { n: { N: '1' } } }] },
      set: { SS: ['a', 'b'] },
      numbers: { NS: ['1', '2'] },
      bytes: { B: Buffer.from('hi') },
    }),
  ).toEqual({
    status: 'completed',
    value: 1024,
    rate: 0.5,
    livemode: false,
    none: null,
    keys: ['a', { n: 1 }],
    set: ['a', 'b'],
    numbers: [1, 2],
    bytes: 'aGk=',
  });
});

test('a number that JavaScript cannot hold keeps its digits', () => {
  expect(plainItem({ id: { N: '12345678901234567890' } })).toEqual({ id: '12345678901234567890' });
});
