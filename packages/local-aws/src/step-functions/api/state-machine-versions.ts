import type {
  DescribeStateMachineOutput,
  PublishStateMachineVersionInput,
  PublishStateMachineVersionOutput,
  StateMachineVersionListItem,
} from '@aws-sdk/client-sfn';
import { AwsError } from '../../endpoint/errors';
import type { StateMachineRevision } from './state-machine-revision';

/** A revision of a state machine that stays as it is, `…:stateMachine:Name:1`. */
interface Version {
  readonly arn: string;
  readonly revision: StateMachineRevision;
  readonly description?: string;
  readonly creationDate: Date;
}

/** The published versions of state machines. */
export class StateMachineVersions {
  /** By the machine's ARN, oldest first; numbers are not given again. */
  private readonly published = new Map<string, { versions: Version[]; last: number }>();

  /**
   * Publishes the current revision; the same revision again is the same version.
   *
   * @throws ConflictException if the revision is another than the caller names
   */
  publish(
    current: StateMachineRevision,
    { description, revisionId }: Pick<PublishStateMachineVersionInput, 'description' | 'revisionId'>,
  ): Required<PublishStateMachineVersionOutput> {
    if (revisionId !== undefined && revisionId !== current.revisionId) {
      throw new AwsError(
        'ConflictException',
        `Failed to publish the State Machine version for revision ${revisionId}. The current State Machine revision is ${current.revisionId}.`,
      );
    }
    const known = this.published.get(current.arn) ?? { versions: [], last: 0 };
    const same = known.versions.find(({ revision }) => revision === current);
    if (same) {
      return { stateMachineVersionArn: same.arn, creationDate: same.creationDate };
    }
    known.last += 1;
    const version: Version = {
      arn: `${current.arn}:${known.last}`,
      revision: current,
      creationDate: new Date(),
      ...(description !== undefined && { description }),
    };
    known.versions.push(version);
    this.published.set(current.arn, known);
    return { stateMachineVersionArn: version.arn, creationDate: version.creationDate };
  }

  /** @throws StateMachineDoesNotExist */
  get(versionArn: string): Version {
    const version = this.find(versionArn);
    if (!version) {
      throw new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${versionArn}'`);
    }
    return version;
  }

  find(versionArn: string): Version | undefined {
    const { versions = [] } = this.published.get(machineArnOf(versionArn)) ?? {};
    return versions.find(({ arn }) => arn === versionArn);
  }

  /** What a version's description has that the machine's own has not, or otherwise. */
  describe(versionArn: string): Partial<DescribeStateMachineOutput> {
    const { arn, description, creationDate } = this.get(versionArn);
    return { stateMachineArn: arn, creationDate, ...(description !== undefined && { description }) };
  }

  /** Newest first. */
  list(machineArn: string): StateMachineVersionListItem[] {
    const { versions = [] } = this.published.get(machineArn) ?? {};
    return versions.map(({ arn, creationDate }) => ({ stateMachineVersionArn: arn, creationDate })).reverse();
  }

  /** Deleting a version that does not exist is no error. */
  delete(versionArn: string): void {
    const known = this.published.get(machineArnOf(versionArn));
    if (known) {
      known.versions = known.versions.filter(({ arn }) => arn !== versionArn);
    }
  }

  deleteAll(machineArn: string): void {
    this.published.delete(machineArn);
  }
}

/** `…:stateMachine:Name` of `…:stateMachine:Name:1`. */
export function machineArnOf(qualifiedArn: string): string {
  return qualifiedArn.split(':').slice(0, 7).join(':');
}
