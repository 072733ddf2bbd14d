import { PutMetricDataCommand, type CloudWatchClient, type MetricDatum } from '@aws-sdk/client-cloudwatch';
import {
  DescribeMetricFiltersCommand,
  type CloudWatchLogsClient,
  type InputLogEvent,
  type MetricTransformation,
  type PutMetricFilterRequest,
} from '@aws-sdk/client-cloudwatch-logs';
import { unsupported } from '../endpoint/errors';
import { parseFilterPattern } from './filter-pattern';
import type { Json } from '../json';

/** @throws UnsupportedOperation for a metric filter that could not be applied to the lines of an execution */
export function checkMetricFilter({ filterPattern, metricTransformations }: PutMetricFilterRequest): void {
  parseFilterPattern(filterPattern ?? '');
  for (const { metricValue, dimensions } of metricTransformations ?? []) {
    if (dimensions && Object.keys(dimensions).length > 0) {
      throw unsupported('CloudWatch Logs', 'dimensions of a metric filter');
    }
    if (!Number.isFinite(Number(metricValue))) {
      throw unsupported('CloudWatch Logs', `the metric value ${metricValue} of a metric filter`);
    }
  }
}

/** Applies the metric filters of log groups and puts the values into CloudWatch; moto only stores the filters. */
export class MetricFilters {
  /** Metric and minute of the default values that were put: one for each minute with lines but without a match. */
  private readonly defaults = new Set<string>();

  constructor(
    private readonly logs: CloudWatchLogsClient,
    private readonly cloudWatch: CloudWatchClient,
  ) {}

  async apply(logGroupName: string, lines: readonly InputLogEvent[]): Promise<void> {
    const { metricFilters = [] } = await this.logs.send(new DescribeMetricFiltersCommand({ logGroupName }));
    for (const { filterPattern = '', metricTransformations = [] } of metricFilters) {
      const test = parseFilterPattern(filterPattern);
      const matching = lines.filter(({ message }) => test(JSON.parse(message ?? '') as Json));
      for (const transformation of metricTransformations) {
        const MetricData = this.metricData(transformation, matching, lines);
        if (MetricData.length === 0) {
          continue;
        }
        const { metricNamespace: Namespace } = transformation;
        await this.cloudWatch.send(new PutMetricDataCommand({ Namespace, MetricData }));
      }
    }
  }

  /** A value for each line that matched; the default value when none did. */
  private metricData(
    { metricNamespace, metricName: MetricName, metricValue, defaultValue, unit }: MetricTransformation,
    matching: readonly InputLogEvent[],
    lines: readonly InputLogEvent[],
  ): MetricDatum[] {
    const datum = (value: number, line?: InputLogEvent): MetricDatum => ({
      MetricName,
      Value: value,
      Timestamp: new Date(line?.timestamp ?? Date.now()),
      ...(unit && { Unit: unit }),
    });
    if (matching.length > 0) {
      return matching.map((line) => datum(Number(metricValue), line));
    }
    const minute = Math.floor((lines[0]?.timestamp ?? 0) / 60_000);
    const reported = `${metricNamespace}/${MetricName}/${minute}`;
    if (defaultValue === undefined || this.defaults.has(reported)) {
      return [];
    }
    this.defaults.add(reported);
    return [datum(defaultValue, lines[0])];
  }
}
