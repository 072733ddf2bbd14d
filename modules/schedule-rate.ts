/** The schedule expression of EventBridge Scheduler for a whole number of minutes. */
export const scheduleRate = (minutes: number): string =>
  `rate(${minutes} ${minutes === 1 ? 'minute' : 'minutes'})`;
