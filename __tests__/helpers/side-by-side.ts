/**
 * Runs the cases of a table side by side as soon as the first is asked for; a test then waits for its own.
 *
 * @param lanes how many run at a time. More would let tasks on a loaded machine run into their timeouts.
 */
export function sideBySide<Case, Result>(
  cases: readonly Case[],
  run: (one: Case) => Promise<Result>,
  lanes = 5,
): (one: Case) => Promise<Result> {
  let results: Map<Case, Promise<Result>> | undefined;
  const start = () => {
    const ends: Promise<unknown>[] = Array.from({ length: lanes }, () => Promise.resolve());
    return new Map(
      cases.map((one, index) => {
        const result = ends[index % lanes]!.then(() => run(one));
        ends[index % lanes] = result.catch(() => undefined);
        return [one, result];
      }),
    );
  };
  return (one) => {
    results ??= start();
    return results.get(one)!;
  };
}
