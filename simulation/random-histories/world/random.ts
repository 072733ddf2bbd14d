/** Numbers from 0 to 1, the same each time for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The interpreter draws its jitter from `Math.random`: in a history that must come from the seed, too. */
export async function withMathRandom<T>(random: () => number, body: () => Promise<T>): Promise<T> {
  const original = Math.random;
  Math.random = random;
  try {
    return await body();
  } finally {
    Math.random = original;
  }
}
