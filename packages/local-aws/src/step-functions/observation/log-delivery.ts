import { randomBytes } from 'node:crypto';
import {
  CreateLogStreamCommand,
  PutLogEventsCommand,
  type CloudWatchLogsClient,
  type InputLogEvent,
} from '@aws-sdk/client-cloudwatch-logs';
import type { HistoryEvent } from '@aws-sdk/client-sfn';
import type { Execution } from '../api/execution';
import { cloudWatchDate } from './cloudwatch-date';
import { isLoggedAt, logLine } from './log-line';
import { logGroupName } from '../api/logging-checks';

/** A PutLogEvents call takes 10,000 events of 1,048,576 bytes in all, 26 of them overhead of each event. */
const batchLimits = { events: 10_000, bytes: 1_048_576, overhead: 26 };

/** Milliseconds that lines wait, so that several are sent in one call. */
const lingerMilliseconds = 250;

/** Called with the lines that have been written to a log group. */
export type OnDelivered = (logGroup: string, lines: readonly InputLogEvent[]) => Promise<void>;

/** Writes the history of one execution to the state machine's log group, in order, batch after batch. */
export class LogDelivery {
  private readonly waiting: InputLogEvent[] = [];
  private delivering: Promise<void> | undefined;
  private readonly logGroup: string;
  private readonly logStream: string;
  private hasStream = false;
  private sendNow: () => void = () => undefined;

  constructor(
    private readonly execution: Execution,
    private readonly logs: CloudWatchLogsClient,
    private readonly onDelivered: OnDelivered,
  ) {
    const { name, loggingConfiguration } = execution.stateMachine;
    const minute = execution.startDate.toISOString().slice(0, 16).replace(/[T:]/g, '-');
    this.logGroup = logGroupName(loggingConfiguration);
    this.logStream = `states/${name}/${minute}/${randomBytes(4).toString('hex')}`;
  }

  add(event: HistoryEvent): void {
    const { level, includeExecutionData = false } = this.execution.stateMachine.loggingConfiguration;
    if (!isLoggedAt(level, event.type ?? '')) {
      return;
    }
    const message = logLine(event, this.execution, includeExecutionData);
    this.waiting.push({ timestamp: cloudWatchDate(event.timestamp).getTime(), message });
    this.delivering ??= this.deliver().finally(() => (this.delivering = undefined));
  }

  /** Resolves when everything that was added is delivered. */
  async flush(): Promise<void> {
    this.sendNow();
    await this.delivering;
  }

  /** Best effort, as in AWS: an execution does not fail because its log group is gone. */
  private async deliver(): Promise<void> {
    const { logGroup: logGroupName, logStream: logStreamName } = this;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, lingerMilliseconds);
      this.sendNow = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    while (this.waiting.length > 0) {
      const logEvents = this.waiting.splice(0, batchSize(this.waiting));
      try {
        if (!this.hasStream) {
          await this.logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
        }
        this.hasStream = true;
        await this.logs.send(new PutLogEventsCommand({ logGroupName, logStreamName, logEvents }));
        await this.onDelivered(logGroupName, logEvents);
      } catch {
        // There is no caller to report to: the execution goes on.
      }
    }
  }
}

function batchSize(lines: readonly InputLogEvent[]): number {
  let bytes = 0;
  const full = lines.findIndex((line, index) => {
    bytes += Buffer.byteLength(line.message ?? '') + batchLimits.overhead;
    return index > 0 && (index === batchLimits.events || bytes > batchLimits.bytes);
  });
  return full === -1 ? lines.length : full;
}
