/** An end that the operator can do something about; the message is a sentence that says what. */
export class CommandError extends Error {}
