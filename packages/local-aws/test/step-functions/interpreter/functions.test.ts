import { evaluate } from './helpers';

test.each([
  [`$parse('{"a":1}').a`, 1],
  [`$parse('{"a":[{"a":1},{"a":"{a:a"}],"b":{"a":-1.5e3}}').b.a`, -1500],
  [`$hash('input', 'SHA-1')`, '140f86aae51ab9e1cda9b4254fe98a74eb54c1a1'],
  [`$hash('課金', 'MD5')`, '3bb1def1c70db756452d0c69e35707de'],
  [`$length($hash('a', 'SHA-256'))`, 64],
  [`$length($hash('a', 'SHA-384'))`, 96],
  [`$length($hash('a', 'SHA-512'))`, 128],
  ['$range(0, 6, 2)', [0, 2, 4, 6]],
  ['$range(-1.7, 2, 1)', [-1, 0, 1, 2]],
  ['$range(3, 1, -1)', [3, 2, 1]],
  ['$range(5, 5, 1)', 5],
  ['$range(1, 9, 9)', 1],
  ['$partition([1,2,3,4,5], 2)', [[1, 2], [3, 4], [5]]],
  ['$random(42)', 0.7275636800328681],
  ['$random() < 1', true],
  [`$match($uuid(), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab]/).index`, 0],
])('%s is %j, as Step Functions has it', async (expression, expected) => {
  expect((await evaluate(`{% ${expression} %}`)).output).toEqual(expected);
});

test.each([
  [`$parse('{')`, 'D3137: Invalid JSON'],
  [`$parse('{"a":1,"a":2}')`, 'D3137: Invalid JSON'],
  [`$parse('[{"b":{"a":1,"\\\\u0061":2}}]')`, 'D3137: Invalid JSON'],
  [`$parse('1e400')`, 'D3137: Invalid JSON'],
  [`$parse('1 2')`, 'D3137: Invalid JSON'],
  [`$parse('')`, 'D3137: Invalid JSON'],
  [`$formatNumber(1, 'x')`, 'D3086: The sub-picture must not contain a passive character'],
  [
    `$hash('a', 'SHA-3')`,
    "D3137: Hash algorithm 'SHA-3' must be one of SHA-1, SHA-384, SHA-256, SHA-512, MD5",
  ],
  [`$partition([1], -1)`, 'D3137: Second argument must be zero or greater'],
  [`$range(1, 2, -1)`, 'returned nothing (undefined)'],
  [`$parse(1)`, 'T0410: Argument 1 of function "parse" does not match function signature'],
])('%s fails the state: %s', async (expression, cause) => {
  const { result } = await evaluate(`{% ${expression} %}`);
  expect(result.error).toBe('States.QueryEvaluationError');
  expect(result.cause).toContain(cause);
});
