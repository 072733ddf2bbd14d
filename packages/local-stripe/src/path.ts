/**
 * The id that a path has where a pattern says `:id`, decoded; empty for a pattern without one.
 *
 * @returns undefined if the path is another one
 */
export function idOfPath(pattern: string, path: string): string | undefined {
  const [before, after] = pattern.split(':id') as [string, string | undefined];
  if (after === undefined) {
    return path === pattern ? '' : undefined;
  }
  const id = path.slice(before.length, path.length - after.length);
  const matches = path.startsWith(before) && path.endsWith(after) && id !== '' && !id.includes('/');
  return matches ? decodeURIComponent(id) : undefined;
}
