import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type {
  CreateStateMachineInput,
  CreateStateMachineOutput,
  DescribeStateMachineOutput,
  StateMachineListItem,
  UpdateStateMachineInput,
  UpdateStateMachineOutput,
} from '@aws-sdk/client-sfn';
import type { Authorizer } from '../../iam/authorizer';
import { AwsError } from '../../endpoint/errors';
import { StateMachineAliases } from './state-machine-aliases';
import {
  checkName,
  checkStateMachine,
  checkVersionDescription,
  rejectUnsupported,
} from './state-machine-checks';
import {
  createdRevision,
  isSame,
  isUnchanged,
  updatedRevision,
  type StateMachineRevision,
} from './state-machine-revision';
import { describeRevision, listedRevisions } from './state-machine-responses';
import { StateMachineVersions } from './state-machine-versions';
import { Tags } from './tags';

/** The state machines of one account and region. */
export class StateMachines {
  private readonly machines = new Map<string, StateMachineRevision>();
  readonly tags = new Tags();
  readonly versions = new StateMachineVersions();
  readonly aliases = new StateMachineAliases(this.versions);

  constructor(
    private readonly account: { readonly accountId: string; readonly region: string },
    private readonly authorizer: Authorizer,
    private readonly logs: CloudWatchLogsClient,
  ) {}

  /** Creating the same machine again is no error: AWS returns the one that exists. */
  async create(input: CreateStateMachineInput): Promise<CreateStateMachineOutput> {
    rejectUnsupported(input);
    checkVersionDescription(input);
    checkName(input.name ?? '');
    const machine = createdRevision(this.account, input);
    await checkStateMachine(machine, this.authorizer, this.logs);
    const existing = this.machines.get(machine.arn);
    if (existing && !isSame(existing, machine)) {
      throw new AwsError('StateMachineAlreadyExists', `State Machine Already Exists: '${machine.arn}'`);
    }
    if (!existing) {
      this.machines.set(machine.arn, machine);
      this.tags.created(machine.arn, input.tags ?? []);
    }
    const saved = existing ?? machine;
    return { stateMachineArn: saved.arn, creationDate: saved.creationDate, ...this.published(saved, input) };
  }

  /** An update that changes nothing makes no new revision. */
  async update(input: UpdateStateMachineInput): Promise<UpdateStateMachineOutput> {
    rejectUnsupported(input);
    checkVersionDescription(input);
    const { definition, roleArn, loggingConfiguration, tracingConfiguration, publish } = input;
    if (!definition && !roleArn && !loggingConfiguration && !tracingConfiguration && !publish) {
      throw new AwsError(
        'MissingRequiredParameter',
        'Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be specified',
      );
    }
    const existing = this.get(input.stateMachineArn ?? '');
    const changed = updatedRevision(existing, input);
    await checkStateMachine(changed, this.authorizer, this.logs);
    const machine = isUnchanged(existing, changed) ? existing : changed;
    this.machines.set(machine.arn, machine);
    const { revisionId } = machine;
    return {
      updateDate: changed.updateDate,
      ...(revisionId !== undefined && { revisionId }),
      ...this.published(machine, input),
    };
  }

  private published(
    machine: StateMachineRevision,
    { publish, versionDescription }: Pick<CreateStateMachineInput, 'publish' | 'versionDescription'>,
  ): { stateMachineVersionArn?: string } {
    if (!publish) {
      return {};
    }
    const { stateMachineVersionArn } = this.versions.publish(machine, { description: versionDescription });
    return { stateMachineVersionArn };
  }

  /** @throws StateMachineDoesNotExist, or InvalidArn when the ARN is not that of a state machine */
  get(arn: string): StateMachineRevision {
    if (!/^arn:aws[\w-]*:states:[\w-]+:\d{12}:stateMachine:[^:]+(:[^:]+)?$/.test(arn)) {
      throw new AwsError('InvalidArn', `Invalid Arn: '${arn}'`);
    }
    const machine = this.machines.get(arn);
    if (!machine) {
      throw new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
    }
    return machine;
  }

  /** What an execution runs that is started with this ARN: of a machine, a version or an alias. */
  toRun(arn: string): StateMachineRevision {
    const versionArn = this.aliases.versionFor(arn) ?? arn;
    const version = this.versions.find(versionArn);
    if (!version) {
      return this.get(arn);
    }
    return { ...version.revision, versionArn, ...(versionArn !== arn && { aliasArn: arn }) };
  }

  describe(arn: string): DescribeStateMachineOutput {
    const version = this.versions.find(arn);
    const revision = version?.revision ?? this.get(arn);
    return { ...describeRevision(revision), ...(version && this.versions.describe(arn)) };
  }

  /** Deleting a state machine that does not exist is no error. */
  delete(arn: string): void {
    this.machines.delete(arn);
    this.tags.deleted(arn);
    this.aliases.deleteAll(arn);
    this.versions.deleteAll(arn);
  }

  /** @throws ConflictException if an alias leads to it */
  deleteVersion(versionArn: string): void {
    this.aliases.checkUnused(versionArn);
    this.versions.delete(versionArn);
  }

  list(): StateMachineListItem[] {
    return listedRevisions([...this.machines.values()]);
  }
}
