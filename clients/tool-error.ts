/** A program this project needs is missing and could not be set up; the message names it and how to get it. */
export class ToolError extends Error {}

/** Takes one line of progress, for example to print it. */
export type Log = (line: string) => void;
