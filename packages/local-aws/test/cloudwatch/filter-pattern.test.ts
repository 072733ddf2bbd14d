import { parseFilterPattern } from '../../src/cloudwatch/filter-pattern';

const entered = { type: 'TaskStateEntered', details: { name: 'LogStripeMeterError' }, redrive_count: '0' };

describe('filter patterns of CloudWatch Logs', () => {
  test.each([
    ['{ $.type = "TaskStateEntered" && $.details.name = "LogStripeMeterError" }', true],
    ['{ $.type = "TaskStateEntered" && $.details.name = "SendStripeMeterEvent" }', false],
    ['{ $.type = "ExecutionFailed" || $.details.name = "LogStripeMeterError" }', true],
    ['{ $.type = "X" && $.type = "Y" || $.redrive_count = 0 }', true],
    ['{ $.type = "X" && ($.type = "Y" || $.redrive_count = 0) }', false],
    ['{ ($.type = "TaskStateEntered") && ($.redrive_count != 1) }', true],
    ['{ $.details.missing != "X" }', false],
  ])('%s on the line of a state that was entered is %s', (pattern, matches) => {
    expect(parseFilterPattern(pattern)(entered)).toBe(matches);
  });

  test.each([
    'ERROR',
    '',
    '{ }',
    '{ $.type = "Task*" }',
    '{ $.count > 3 }',
    '{ $.type = "X" && }',
    '{ ($.type = "X" }',
    '{ $.type = "X" $.type = "Y" }',
    '{ $.type IS NULL }',
  ])('%p is rejected by name, so that no metric silently stays at zero', (pattern) => {
    expect(() => parseFilterPattern(pattern)).toThrow(
      `local CloudWatch Logs does not support the filter pattern ${pattern}`,
    );
  });
});
