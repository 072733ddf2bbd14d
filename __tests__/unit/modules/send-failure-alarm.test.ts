import { ServiceProcessingStack } from '../../../stacks/service-processing';
import { minutesInAlarm, type DataPoint, type SynthesizedAlarm } from '../../helpers/alarm-evaluation';
import { synthesized } from '../../helpers/synthesized';

const live = synthesized(ServiceProcessingStack, 'live');
const alarm = live.resource('aws_cloudwatch_metric_alarm', 'send-failure_alarm') as SynthesizedAlarm;
const during = (...points: DataPoint[]) => minutesInAlarm(alarm, points, 120);

describe.each(['failed', 'timedout', 'aborted', 'caught'])('the metric "%s" alone', (id) => {
  test.each([
    ['in time', 0],
    ['seven minutes late, as log lines are', 7],
    ['twenty minutes late', 20],
  ])('fires the alarm with one data point %s, since nobody else tells of the lost event', (_, delay) => {
    expect(during({ id, minute: 13, arrivesMinute: 13 + delay })).not.toEqual([]);
  });

  test('fires it once for failures in a row, and not again for the same data point delivered twice', () => {
    const minutes = during({ id, minute: 12 }, { id, minute: 12, arrivesMinute: 14 }, { id, minute: 17 });
    const first = minutes[0]!;
    expect(minutes).toEqual(minutes.map((_, index) => first + index));
  });

  test('lets it return to OK within three quarters of an hour, so that the next failure is mailed again', () => {
    expect(Math.max(...during({ id, minute: 12 }))).toBeLessThan(12 + 45);
    expect(during({ id, minute: 12 }, { id, minute: 72 }).some((minute) => minute > 72)).toBe(true);
  });

  test('leaves it silent at 0, and without any data', () => {
    expect(during({ id, minute: 12, value: 0 })).toEqual([]);
    expect(during()).toEqual([]);
  });
});

test('the metric filter reports no default value, which would look like a data point that came in time', () => {
  const [transformation] = [live.resource('aws_cloudwatch_log_metric_filter').metric_transformation].flat();
  expect(transformation).not.toHaveProperty('default_value');
});
