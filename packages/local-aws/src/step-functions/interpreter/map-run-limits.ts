import { maximumDistributedConcurrency } from './limits';
import type { Visit } from './visit';

/** What holds for all children of a Map Run. */
export interface MapRunLimits {
  /** Children that run at once at most. */
  readonly concurrency: number;
  /** @param total items of the run */
  readonly isTolerated: (failures: number, total: number) => boolean;
}

/** @throws StatesError `States.QueryEvaluationError` */
export async function mapRunLimits(visit: Visit): Promise<MapRunLimits> {
  const {
    MaxConcurrency = 0,
    ToleratedFailureCount: count,
    ToleratedFailurePercentage: percentage,
  } = visit.state;
  const concurrency = await visit.evaluateInteger(MaxConcurrency, 'MaxConcurrency');
  const highest: ((total: number) => number)[] = [];
  if (count !== undefined) {
    const failures = await visit.evaluateInteger(count, 'ToleratedFailureCount');
    highest.push(() => failures);
  }
  if (percentage !== undefined) {
    const percent = await visit.evaluatePercentage(percentage, 'ToleratedFailurePercentage');
    highest.push((total) => (total * percent) / 100);
  }
  return {
    concurrency: Math.min(concurrency || Infinity, maximumDistributedConcurrency),
    // With neither field no failure is tolerated; with both, neither may be exceeded.
    isTolerated: (failures, total) =>
      failures === 0 || (highest.length > 0 && highest.every((most) => failures <= most(total))),
  };
}
