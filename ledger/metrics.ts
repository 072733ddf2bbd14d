/** Metrics that each recovery run publishes. */
export const ledgerMetrics = {
  /** Pending meter events; at most 3,000 are counted. */
  open: 'StripeMeterEventsOpen',
  /** Age of the oldest pending meter event, in seconds. */
  oldestOpen: 'StripeMeterEventsOldestOpen',
  /** Pending events older than an hour, and items that need a person. */
  overdue: 'StripeMeterEventsOverdue',
} as const;
