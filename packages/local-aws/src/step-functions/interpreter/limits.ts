/** All variables of an execution together, in bytes (Step Functions quotas: 10 MiB). */
export const maximumVariablesBytes = 10 * 1024 * 1024;

/** Most events of an execution, the last of which is then `ExecutionFailed` (Step Functions quotas). */
export const maximumHistoryEvents = 25_000;

/** Iterations of an inline Map that run at once when `MaxConcurrency` is 0 or higher. */
export const maximumInlineConcurrency = 40;

/** Children of a Distributed Map that run at once when `MaxConcurrency` is 0 or higher (Step Functions quotas). */
export const maximumDistributedConcurrency = 10_000;

/** Highest whole number in a definition or from an expression: `Seconds`, `TimeoutSeconds`, `MaxAttempts`, … */
export const maximumInteger = 99_999_999;
