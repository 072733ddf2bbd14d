/** Takes one line of progress, for example to print it. */
export type Log = (line: string) => void;
