/** An end that the operator can do something about; the message is a sentence that says what. */
export class CommandError extends Error {
  /** @param exitCode of the process. @default 1 */
  constructor(
    message?: string,
    readonly exitCode = 1,
  ) {
    super(message);
  }
}
