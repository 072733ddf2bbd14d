import type { DescribeStateMachineOutput, StateMachineListItem } from '@aws-sdk/client-sfn';
import type { StateMachineRevision } from './state-machine-revision';

export function describeRevision(revision: StateMachineRevision): DescribeStateMachineOutput {
  const { arn, name, definition, roleArn, creationDate } = revision;
  const { loggingConfiguration, tracingConfiguration, revisionId } = revision;
  return {
    stateMachineArn: arn,
    name,
    status: 'ACTIVE',
    type: 'STANDARD',
    definition,
    roleArn,
    creationDate,
    loggingConfiguration,
    tracingConfiguration,
    encryptionConfiguration: { type: 'AWS_OWNED_KEY' },
    revisionId,
  };
}

/** In the order of their names. */
export function listedRevisions(revisions: readonly StateMachineRevision[]): StateMachineListItem[] {
  return revisions
    .map(({ arn, name, creationDate }) => ({
      stateMachineArn: arn,
      name,
      type: 'STANDARD' as const,
      creationDate,
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
