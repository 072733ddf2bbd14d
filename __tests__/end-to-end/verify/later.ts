/**
 * Lets an hour pass on the operator's clock, in which nothing happened in AWS.
 *
 * @returns a function that turns the clock back
 */
export function anHourLater(): () => void {
  const now = Date.now.bind(Date);
  const clock = jest.spyOn(Date, 'now').mockImplementation(() => now() + 3_600_000);
  return () => clock.mockRestore();
}
