/** An end that the operator can do something about: its message says what. */
export class CommandError extends Error {}
