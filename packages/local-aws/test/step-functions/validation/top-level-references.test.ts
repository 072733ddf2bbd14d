import { findings, pass, validate } from './machine';

/** The names in the findings for a Pass with this expression. */
const named = (expression: string) => {
  const found = findings({ A: { ...pass, Output: { v: `{% ${expression} %}` } } });
  return found.map(
    (finding) => /^\/States\/A\/Output\/v: Reference to '([^']+)' /.exec(finding)?.[1] ?? finding,
  );
};

test('a name at the top level is refused as in AWS, since an expression has no context', () => {
  expect(validate({ A: { ...pass, Output: { v: '{% phone %}' } } })).toEqual([
    {
      severity: 'ERROR',
      code: 'UNSUPPORTED_JSONATA_EXPRESSION',
      message: "Reference to 'phone' at the top level is not supported.",
      location: '/States/A/Output/v',
    },
  ]);
});

test.each([
  ...['phone', 'phone[0].number', 'phone.number.street', '-phone', 'phone ? 1 : 2', "phone & 'x'"],
  ...['$states.input.a ? phone : 2', 'phone in $states.input.b', '$sum(phone)', 'phone(1)', '[1..phone]'],
  ...['phone ~> $string()', '(phone)', '(phone).other', '[phone].other', '[phone, 1]', '{phone: 1}'],
  ...['($x := phone; $x)', '$map($states.input.a, function($y){ phone })', '$count(phone[inner])'],
  ...['phone.**.deeper', "{'k': phone}", '$f(?, phone)', 'phone^(x)', 'phone{a: b}'],
])('%s names it', (expression) => {
  expect(named(expression)).toEqual(['phone']);
});

test.each([
  ...['$states.input.phone', '$states.input.a.phone', '$states.input.a[0].phone', '$states.input.a.phone[0]'],
  ...['$states.input.items[phone > 3]', '$states.input.a^(phone)', "$states.input.a{'k': phone}"],
  ...['$states.input.a.(phone)', '$states.input.a.$phone', '$phone', '$states.input.a ~> $string()'],
  ...["$states.input ~> |phone|{'b': 1}|", '**.phone', "{'k': 1}.phone", '$states.input.a[0][phone]'],
  ...['$states.input.a[$ > 1]', 'function($x){ $x.phone }(1)', "'phone'", '1 + 1', '$now()'],
  ...['$map($states.input.a, function($x){ $x.phone })', '$states.input.keys[$type($) = "string"]'],
  '$states.input.a@$a.b#$i.{ "x": $a, "i": $i }',
])('%s names nothing: there is a context, or none is read', (expression) => {
  expect(named(expression)).toEqual([]);
});

test.each(['$', '$.phone', '$[0]', '$string($)', '$map($states.input.a, function($x){ $ })'])(
  '%s reads the context itself',
  (expression) => {
    expect(named(expression)).toEqual(['$']);
  },
);

test.each(['$$', '$$.phone'])('%s reads the input document', (expression) => {
  expect(findings({ A: { ...pass, Output: `{% ${expression} %}` } })).toEqual([
    "/States/A/Output: Reference to '$$' is not supported.",
  ]);
});

test.each([
  ['aaa + bbb', ['aaa', 'bbb']],
  ['[bbb, aaa]', ['bbb', 'aaa']],
  ['aaa + aaa', ['aaa']],
  ['(aaa; bbb)', ['aaa', 'bbb']],
  ['$number(aaa) + $number(bbb)', ['aaa', 'bbb']],
])('%s: each name once, in the order of writing', (expression, names) => {
  expect(named(expression)).toEqual(names);
});

test('every field that holds an expression is looked at', () => {
  const states = {
    A: { Type: 'Choice', Choices: [{ Condition: '{% phone %}', Next: 'B' }], Default: 'B' },
    B: { Type: 'Wait', Seconds: '{% phone %}', Next: 'C' },
    C: { Type: 'Fail', Cause: '{% phone %}' },
  };
  const reference = "Reference to 'phone' at the top level is not supported.";
  expect(findings(states)).toEqual([
    `/States/A/Choices[0]/Condition: ${reference}`,
    `/States/B/Seconds: ${reference}`,
    `/States/C/Cause: ${reference}`,
  ]);
});
