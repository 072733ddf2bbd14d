import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { validateDefinition } from '@usage-billing/local-aws/step-functions/validation/validate';
import { environmentOf } from '../../../settings/environments';
import { definitionValuesOf, recoveryDefinitionValuesOf } from '../../../stacks/deployed-values';
import { unassignedVariables } from '../../helpers/unassigned-variables';

const asl = join(__dirname, '..', '..', '..', 'asl');

const deployed = {
  secretArn: 'arn:aws:secretsmanager:ap-northeast-1:002689294103:secret:stripe-AbCdEf',
  connectionArn:
    'arn:aws:events:ap-northeast-1:002689294103:connection/stripe/0d3ac2a5-7c0d-4b6a-9ec1-1f4f6a9a0b11',
};
const environment = environmentOf('live');
const values = {
  ...definitionValuesOf(environment, deployed),
  ...recoveryDefinitionValuesOf(environment, deployed),
};

const definitions = readdirSync(asl)
  .filter((file) => file.endsWith('.json'))
  .map((file) => {
    const text = readFileSync(join(asl, file), 'utf8');
    return [file, text.replace(/\$\{(\w+)\}/g, (_, name: string) => values[name] ?? name)] as const;
  });

test.each(definitions)('%s is what Step Functions accepts', (_file, definition) => {
  expect(validateDefinition(definition)).toEqual([]);
});

test.each(definitions)(
  '%s reads no variable that nothing assigns, which would fail it midway',
  (_file, definition) => {
    expect(unassignedVariables(JSON.parse(definition))).toEqual([]);
  },
);

test('a variable that is assigned on another way, or by a state within, is told', () => {
  const pass = (fields: object) => ({ Type: 'Pass', ...fields });
  const definition = {
    StartAt: 'Choose',
    States: {
      Choose: { Type: 'Choice', Choices: [{ Condition: '{% true %}', Next: 'Set' }], Default: 'Get' },
      Set: pass({ Assign: { a: 1 }, Next: 'End' }),
      Get: pass({ Output: ['{% $a & $b & $uppercas("x") %}'], Next: 'End' }),
      End: pass({ Output: '{% ($x := $a; $x) %}', End: true }),
    },
  };
  expect(unassignedVariables(definition)).toEqual([
    '/States/Get: $a',
    '/States/Get: $b',
    '/States/Get: $uppercas',
  ]);
});
