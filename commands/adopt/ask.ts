import { undefinedIfAbsent } from '../../clients/aws/undefined-if-absent';
import { CommandError } from '../../clients/command-error';

/**
 * A response of AWS, or undefined if the thing does not exist.
 *
 * @param action the IAM action, which the sentence names when it is not permitted
 * @throws CommandError when the credentials lack the action
 */
export async function ask<T>(action: string, response: Promise<T>): Promise<T | undefined> {
  try {
    return await undefinedIfAbsent(response);
  } catch (error) {
    const { name, message } = error as Error;
    if (/^(AccessDenied|AuthorizationError|UnauthorizedOperation)/.test(name)) {
      throw new CommandError(
        `The AWS credentials may not do ${action}, so that adopt cannot see what exists (${message}). Permit the ` +
          'action or choose other credentials (AWS_PROFILE), and run the command again.',
      );
    }
    throw error;
  }
}
