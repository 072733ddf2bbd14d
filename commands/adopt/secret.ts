import { describeSecret, missingSecretValue } from '../../clients/aws/secret';
import { ask } from './ask';
import { absent, type Finder } from './finder';

export const secret: Finder = async (_resource, { environment }) => {
  const found = await ask('secretsmanager:DescribeSecret', describeSecret(environment));
  if (!found) {
    return absent;
  }
  // The name of a secret that is scheduled for deletion is taken until then.
  return found.isScheduledForDeletion
    ? { obstacle: missingSecretValue(environment, found) }
    : { id: found.arn };
};
