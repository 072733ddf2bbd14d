import { jsonata, quoted } from '../../../../asl/src/language/jsonata';

test('an expression stands between {% and %} in JSON, but not within another expression', () => {
  const now = jsonata`$floor($millis() / 1000)`;
  expect(JSON.stringify({ N: jsonata`$string(${now} + ${15} * 60)` })).toBe(
    '{"N":"{% $string($floor($millis() / 1000) + 15 * 60) %}"}',
  );
});

test('lines of the source become one line, because a definition has each expression on one', () => {
  const expression = jsonata`(
    $a := 1;
    $a
  )`;
  expect(expression.text).toBe('( $a := 1; $a )');
});

test('a placeholder stays for the deployment to fill', () => {
  expect(jsonata`$livemode = \${stripeLivemode}`.text).toBe('$livemode = ${stripeLivemode}');
});

test('a text with an apostrophe is refused, since it would end there and the rest be read as an expression', () => {
  expect(quoted('a text').text).toBe("'a text'");
  expect(() => quoted("somebody's")).toThrow("«somebody's»");
});
