import type { DropCode } from './drops';

/** Stripe sums up what it dropped in windows of 10 seconds, as the example in its API reference shows. */
const windowSeconds = 10;
/** From the end of a window to its event; 2 seconds in the same example. */
const reportDelaySeconds = 2;

interface DroppedEvent {
  readonly identifier: string;
  readonly code: DropCode;
  /** Unix seconds, when it had been accepted. */
  readonly accepted: number;
  readonly meterId: string;
  readonly errorMessage: string;
}

/** What Stripe dropped of one meter in one window. */
export interface ErrorReport {
  readonly id: string;
  readonly type: 'v1.billing.meter.error_report_triggered' | 'v1.billing.meter.no_meter_found';
  /** Undefined where no meter was found. */
  readonly meterId?: string;
  /** Unix seconds; the report can be read from here on. */
  readonly created: number;
  readonly start: number;
  readonly end: number;
  readonly errors: Map<DropCode, { count: number; samples: { identifier: string; message: string }[] }>;
}

/** The error reports of one account and mode. */
export class ErrorReports {
  private readonly reports = new Map<string, ErrorReport>();

  constructor(private readonly maxSamples: number) {}

  add(dropped: DroppedEvent, newId: () => string): void {
    const report = this.reportFor(dropped, newId);
    const error = report.errors.get(dropped.code) ?? { count: 0, samples: [] };
    error.count += 1;
    if (error.samples.length < this.maxSamples) {
      error.samples.push({ identifier: dropped.identifier, message: dropped.errorMessage });
    }
    report.errors.set(dropped.code, error);
  }

  /** Those that exist at a time, in Unix seconds, newest first. */
  at(now: number): ErrorReport[] {
    return [...this.reports.values()]
      .filter(({ created }) => created <= now)
      .sort((a, b) => b.created - a.created);
  }

  private reportFor({ code, accepted, meterId }: DroppedEvent, newId: () => string): ErrorReport {
    const start = Math.floor(accepted / windowSeconds) * windowSeconds;
    const noMeter = code === 'no_meter';
    const key = `${noMeter ? '' : meterId} ${start}`;
    const report = this.reports.get(key) ?? {
      id: newId(),
      type: noMeter ? 'v1.billing.meter.no_meter_found' : 'v1.billing.meter.error_report_triggered',
      meterId: noMeter ? undefined : meterId,
      created: start + windowSeconds + reportDelaySeconds,
      start,
      end: start + windowSeconds,
      errors: new Map(),
    };
    this.reports.set(key, report);
    return report;
  }
}
