/**
 * An execution's date as CloudWatch takes it. The executions' clock can be put forward, CloudWatch's cannot, and it
 * rejects log events of more than 2 hours in the future (PutLogEvents).
 */
export function cloudWatchDate(date: Date | undefined): Date {
  return new Date(Math.min(date?.getTime() ?? Infinity, Date.now()));
}
