/** One line of the report; wide enough for the longest name. */
export function print(what: string, figure: string): void {
  console.log(`${what.padEnd(82)}${figure}`);
}
