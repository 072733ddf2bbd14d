import { Account } from '../../../src/step-functions/jsonata/account';
import { evaluate } from './helpers';

const doubled = (times: number) =>
  `$length(($f := function($s, $n){ $n = 0 ? $s : $f($s & $s, $n - 1) }; $f('x', ${times})))`;
const recursion = (calls: number) => `($f := function($x){ $x <= 0 ? 0 : 1 + $f($x - 1) }; $f(${calls}))`;
const nested = (open: string, close: string, levels: number) =>
  `${open.repeat(levels)}1${close.repeat(levels)}`;

const memory = 'Expression evaluation memory limit exceeded: Check for excessive memory usage';
const depth =
  'Stack overflow error: Check for non-terminating recursive function. Consider rewriting as tail-recursive';
const time = 'Expression evaluation timeout: Check for infinite loop';

async function failure(expression: string) {
  const { result } = await evaluate(`{% ${expression} %}`);
  const { error, cause = '' } = result;
  return { error, cause: cause.split(' threw an error during evaluation: ')[1] };
}

test.each([
  ['[1..873782] ~> $count()', 873_782],
  ['$range(1, 360145, 1) ~> $count()', 360_145],
  [doubled(22), 4_194_304],
  ['$sum($map([1..50000], function($v){ $v * 2 }))', 2_500_050_000],
  ['$count($reduce([1..999], function($a, $v){ $append($a, $v) }))', 999],
  ["$length($reduce([1..5000], function($a, $v){ $a & '0123456789012345678901234' }, ''))", 125_000],
  [recursion(31), 31],
  [nested('(', ')', 99), 1],
])(
  '%s is what AWS still evaluates',
  async (expression, expected) => {
    // A busy machine may take longer than AWS does.
    const clock = jest.spyOn(Account.prototype, 'checkTime').mockReturnValue();
    try {
      expect((await evaluate(`{% ${expression} %}`)).output).toBe(expected);
    } finally {
      clock.mockRestore();
    }
  },
  30_000,
);

test.each([
  '[1..873783] ~> $count()',
  '$sum([1..900000])',
  '[1..900000]',
  '$range(1, 360146, 1)',
  '$range(1, 1000000000, 1)',
  doubled(23),
])('%s exceeds the memory as in AWS', async (expression) => {
  expect(await failure(expression)).toEqual({ error: 'States.QueryEvaluationError', cause: memory });
});

test.each([
  ['lists that a function makes one after another', '$map([1..99], function($v){ [1..800000] })'],
  ['lists that only functions hold', '$map([1..99], function($v){ ($a := [1..800000]; function(){ $a }) })'],
  ['a list of many copies of a list', '($a := [1..800000]; [[1..100].($a)])'],
  [
    'an object that refers to the same twice, 40 times',
    '($f := function($x, $n){ $n = 0 ? $x : $f({"a": $x, "b": $x}, $n - 1) }; $f(1, 40))',
  ],
  [
    'an object within an object, 5000 times',
    '($f := function($x, $n){ $n = 0 ? $x : $f({"a": $x}, $n - 1) }; $f(1, 5000))',
  ],
  ['a padding', '$pad("x", 1000000000)'],
  ['a long separator', '$join($map([1..9999], function($v){ "x" }), $pad("x", 9999))'],
  ['a long replacement', '$replace($pad("x", 99999, "x"), "x", $pad("y", 9999))'],
  ['a list that grows by each of its items', '$reduce([1..20000], $append)'],
  ['a sort that JSONata makes with a copy for each comparison', '[1..99999]^($)'],
])('%s does not fill the memory of the process', async (_what, expression) => {
  const { error, cause } = await failure(expression);
  expect(error).toBe('States.QueryEvaluationError');
  // A busy machine may be out of time first.
  expect([memory, time]).toContain(cause);
});

test.each([recursion(32), nested('(', ')', 100), Array(101).fill('1').join('+')])(
  '%s is nested too deeply, as in AWS',
  async (expression) => {
    expect(await failure(expression)).toEqual({ error: 'States.QueryEvaluationError', cause: depth });
  },
);

test('the fields of an object are not nested in each other, however many they are', async () => {
  const fields = Array.from({ length: 150 }, (_, index) => `"k${index}": 1 + ${index}`);
  expect((await evaluate(`{% $count($keys({ ${fields.join(', ')} })) %}`)).output).toBe(150);
});

test('a recursion without an end ends after 5 seconds', async () => {
  const started = Date.now();
  expect(await failure('($f := function($x){ $f($x + 1) }; $f(1))')).toEqual({
    error: 'States.QueryEvaluationError',
    cause: time,
  });
  expect(Date.now() - started).toBeGreaterThanOrEqual(5_000);
}, 20_000);

test.each([
  ['a regular expression that backtracks', '$match($pad("", -40, "a") & "b", /^(a+)+$/)'],
  ['a date whose parts match each other', `$toMillis("${'1'.repeat(40)}x", "${'[Y]'.repeat(10)}")`],
])(
  '%s ends when the rest of the time is over, here half a second',
  async (_what, expression) => {
    const rest = jest.spyOn(Account.prototype, 'remainingMilliseconds').mockReturnValue(500);
    try {
      expect(await failure(expression)).toEqual({ error: 'States.QueryEvaluationError', cause: time });
      expect(rest).toHaveBeenCalled();
    } finally {
      rest.mockRestore();
    }
  },
  20_000,
);

test('what goes on beside an error ends with it, and the next evaluation is not disturbed', async () => {
  const expression = '{ "a": $error("stop"), "b": ($f := function($x){ $f($x + 1) }; $f(1)) }';
  const started = Date.now();
  const { result } = await evaluate(`{% ${expression} %}`);
  expect(result.cause).toContain('D3137: stop');
  expect((await evaluate('{% 1 + 1 %}')).output).toBe(2);
  expect(Date.now() - started).toBeLessThan(4_000);
});

test.each([
  ['$sort([3, 1, 2])', [1, 2, 3]],
  ['$sort([{"n": 2}, {"n": 1}], function($l, $r){ $l.n > $r.n }).n', [1, 2]],
  ['$distinct([1, 2, 1, {"a": 1, "b": 2}, {"b": 2, "a": 1}])', [1, 2, { a: 1, b: 2 }]],
  [
    '$map([1, 2], $append(?, 3))',
    [
      [1, 3],
      [2, 3],
    ],
  ],
  ['$filter([1, 2, 3], function($v, $i){ $i > 0 })', [2, 3]],
  ['$split("a1b2c", /\\d/)', ['a', 'b', 'c']],
  ['$count($distinct([1..100000]))', 100_000],
  ['$count($sort([1..20000]))', 20_000],
])('%s is still %j', async (expression, expected) => {
  expect((await evaluate(`{% ${expression} %}`)).output).toEqual(expected);
});
