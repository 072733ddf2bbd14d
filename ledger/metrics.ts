/** Metrics that each recovery run publishes. */
export const ledgerMetrics = {
  /** Pending meter events. */
  open: 'StripeMeterEventsOpen',
  /** Age of the oldest pending meter event, in seconds. */
  oldestOpen: 'StripeMeterEventsOldestOpen',
  /** Pending events older than an hour, usage checks that could not be made for three, and items that need a person. */
  overdue: 'StripeMeterEventsOverdue',
} as const;
