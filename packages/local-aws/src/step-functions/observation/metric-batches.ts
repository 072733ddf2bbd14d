import { PutMetricDataCommand, type CloudWatchClient, type MetricDatum } from '@aws-sdk/client-cloudwatch';

/** Metrics of a PutMetricData call: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html */
const maximumMetrics = 1000;

/** Puts metrics of one namespace, one call after the other: what comes meanwhile goes into the next call together. */
export class MetricBatches {
  private waiting: MetricDatum[] = [];
  private last: Promise<unknown> = Promise.resolve();
  private next: Promise<void> | undefined;

  constructor(
    private readonly cloudWatch: CloudWatchClient,
    private readonly namespace: string,
  ) {}

  /** Resolves when the metric is put, and rejects when its call fails. */
  put(metric: MetricDatum): Promise<void> {
    this.waiting.push(metric);
    this.next ??= this.sendAfter(this.last);
    return this.next;
  }

  private async sendAfter(last: Promise<unknown>): Promise<void> {
    await last;
    const metrics = this.waiting;
    this.waiting = [];
    const sent = this.send(metrics);
    this.last = sent.catch(() => undefined);
    this.next = undefined;
    return sent;
  }

  private async send(metrics: readonly MetricDatum[]): Promise<void> {
    for (let start = 0; start < metrics.length; start += maximumMetrics) {
      const MetricData = metrics.slice(start, start + maximumMetrics);
      await this.cloudWatch.send(new PutMetricDataCommand({ Namespace: this.namespace, MetricData }));
    }
  }
}
