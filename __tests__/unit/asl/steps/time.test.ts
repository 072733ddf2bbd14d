import { hoursInWords, inDaysLess, inHours, inMinutes, minutesOf } from '../../../../asl/src/steps/time';

test('times are written as products, so that a definition shows minutes, hours and days', () => {
  expect([inMinutes(900), inHours(82_800), inDaysLess(3_020_400)].map(({ text }) => text)).toEqual([
    '15 * 60',
    '23 * 3600',
    '35 * 86400 - 3600',
  ]);
});

test('a time that cannot be written so is refused, because the sentence or the product would be another time', () => {
  expect(() => minutesOf(90)).toThrow('must be a whole number');
  expect(() => inHours(5400)).toThrow('must be a whole number');
  expect(() => hoursInWords(5400)).toThrow('no number of hours that has a word');
  expect(hoursInWords(7200)).toBe('two hours');
});
