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

/** What shells give a program that Ctrl-C ended: 128 and the number of the signal. */
export const exitCodeOfInterrupt = 130;
