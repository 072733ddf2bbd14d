/** As `Promise.all`, but an error is thrown only once all have ended: until then they use what its handler removes. */
export async function allEnded<T extends readonly unknown[]>(
  promises: readonly [...{ [Index in keyof T]: Promise<T[Index]> }],
): Promise<T> {
  await Promise.allSettled(promises);
  return Promise.all(promises) as Promise<unknown> as Promise<T>;
}
