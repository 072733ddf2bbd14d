import { randomUUID } from 'node:crypto';
import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type {
  CreateStateMachineInput,
  DescribeStateMachineOutput,
  UpdateStateMachineInput,
} from '@aws-sdk/client-sfn';
import type { Authorizer } from '../../iam/authorizer';
import { AwsError, unsupported } from '../../endpoint/errors';
import { checkName, checkStateMachine, rejectUnsupported } from './state-machine-checks';
import { isSame, withDefaults, type StateMachineRevision } from './state-machine-revision';
import { Tags } from './tags';

/** The state machines of one account and region. */
export class StateMachines {
  private readonly machines = new Map<string, StateMachineRevision>();
  readonly tags = new Tags();

  constructor(
    private readonly account: { readonly accountId: string; readonly region: string },
    private readonly authorizer: Authorizer,
    private readonly logs: CloudWatchLogsClient,
  ) {}

  /** Creating the same machine again is no error: AWS returns the one that exists. */
  async create(input: CreateStateMachineInput): Promise<{ stateMachineArn: string; creationDate: Date }> {
    rejectUnsupported(input);
    const name = input.name ?? '';
    checkName(name);
    const now = new Date();
    const machine: StateMachineRevision = {
      arn: `arn:aws:states:${this.account.region}:${this.account.accountId}:stateMachine:${name}`,
      name,
      definition: input.definition ?? '',
      roleArn: input.roleArn ?? '',
      creationDate: now,
      updateDate: now,
      loggingConfiguration: withDefaults(input.loggingConfiguration),
      tracingConfiguration: input.tracingConfiguration ?? { enabled: false },
    };
    await checkStateMachine(machine, this.authorizer, this.logs);
    const existing = this.machines.get(machine.arn);
    if (existing && !isSame(existing, machine)) {
      throw new AwsError('StateMachineAlreadyExists', `State Machine Already Exists: '${machine.arn}'`);
    }
    if (!existing) {
      this.machines.set(machine.arn, machine);
      this.tags.created(machine.arn, input.tags ?? []);
    }
    return { stateMachineArn: machine.arn, creationDate: (existing ?? machine).creationDate };
  }

  async update(input: UpdateStateMachineInput): Promise<{ updateDate: Date; revisionId: string }> {
    rejectUnsupported(input);
    const { definition, roleArn, loggingConfiguration, tracingConfiguration } = input;
    if (!definition && !roleArn && !loggingConfiguration && !tracingConfiguration) {
      throw new AwsError(
        'MissingRequiredParameter',
        'Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be specified',
      );
    }
    const existing = this.get(input.stateMachineArn ?? '');
    const revisionId = randomUUID();
    const machine: StateMachineRevision = {
      ...existing,
      definition: definition ?? existing.definition,
      roleArn: roleArn ?? existing.roleArn,
      loggingConfiguration: loggingConfiguration
        ? withDefaults(loggingConfiguration)
        : existing.loggingConfiguration,
      tracingConfiguration: tracingConfiguration ?? existing.tracingConfiguration,
      updateDate: new Date(),
      revisionId,
    };
    await checkStateMachine(machine, this.authorizer, this.logs);
    this.machines.set(machine.arn, machine);
    return { updateDate: machine.updateDate, revisionId };
  }

  /** @throws StateMachineDoesNotExist, or InvalidArn when the ARN is not that of a state machine */
  get(arn: string): StateMachineRevision {
    if (/^arn:aws[\w-]*:states:[\w-]+:\d{12}:stateMachine:[^:]+:./.test(arn)) {
      throw unsupported('Step Functions', `versions and aliases (${arn})`);
    }
    if (!/^arn:aws[\w-]*:states:[\w-]+:\d{12}:stateMachine:[^:]+$/.test(arn)) {
      throw new AwsError('InvalidArn', `Invalid Arn: '${arn}'`);
    }
    const machine = this.machines.get(arn);
    if (!machine) {
      throw new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
    }
    return machine;
  }

  describe(arn: string): DescribeStateMachineOutput {
    const { arn: stateMachineArn, name, definition, roleArn, creationDate, ...machine } = this.get(arn);
    const { loggingConfiguration, tracingConfiguration, revisionId } = machine;
    return {
      stateMachineArn,
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

  /** Deleting a state machine that does not exist is no error. */
  delete(arn: string): void {
    this.machines.delete(arn);
    this.tags.deleted(arn);
  }

  list(): { stateMachineArn: string; name: string; type: 'STANDARD'; creationDate: Date }[] {
    return [...this.machines.values()]
      .map(({ arn, name, creationDate }) => ({
        stateMachineArn: arn,
        name,
        type: 'STANDARD' as const,
        creationDate,
      }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }
}
