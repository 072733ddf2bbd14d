import { CommandError } from '../operator-error';

/**
 * An answer of AWS, or undefined if the thing does not exist.
 *
 * @param action the IAM action, which the sentence names when it is not permitted
 * @param absent the names of the errors by which the service says that the thing does not exist
 * @throws CommandError when the credentials lack the action
 */
export async function ask<T>(
  action: string,
  answer: Promise<T>,
  ...absent: readonly string[]
): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    const { name, message } = error as Error;
    if (absent.includes(name)) {
      return undefined;
    }
    if (/^(AccessDenied|AuthorizationError|UnauthorizedOperation)/.test(name)) {
      throw new CommandError(
        `The AWS credentials may not do ${action}, so that adopt cannot see what exists (${message}). Permit the ` +
          'action or choose other credentials (AWS_PROFILE), and run the command again.',
      );
    }
    throw error;
  }
}
