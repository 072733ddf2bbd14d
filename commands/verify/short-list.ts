/** The longest list in a line of the checklist, in characters: beyond that nobody reads it. */
const longest = 240;

/** As many of the parts as a reader takes in, and how many more there are. */
export function shortList(parts: readonly string[], separator = ', '): string {
  let count = parts.length;
  while (count > 1 && parts.slice(0, count).join(separator).length > longest) {
    count--;
  }
  const more = parts.length - count;
  return [...parts.slice(0, count), ...(more > 0 ? [`and ${more} more`] : [])].join(separator);
}
