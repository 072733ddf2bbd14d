import { isDeepStrictEqual } from 'node:util';
import type {
  CreateStateMachineAliasInput,
  DescribeStateMachineAliasOutput,
  StateMachineAliasListItem,
  UpdateStateMachineAliasInput,
} from '@aws-sdk/client-sfn';
import { AwsError } from '../../endpoint/errors';
import { checkAliasName, checkRoutes } from './alias-checks';
import { machineArnOf, type StateMachineVersions } from './state-machine-versions';

type Alias = Required<Omit<DescribeStateMachineAliasOutput, 'description'>> & {
  readonly description?: string | undefined;
};

/** Names for one version of a state machine, or for two that share its executions by weight. */
export class StateMachineAliases {
  private readonly aliases = new Map<string, Alias>();

  constructor(private readonly versions: StateMachineVersions) {}

  /**
   * Creating the same alias again is no error.
   *
   * @throws ValidationException, ConflictException, ResourceNotFound as AWS does
   */
  create({ name = '', description, routingConfiguration = [] }: CreateStateMachineAliasInput): {
    stateMachineAliasArn: string;
    creationDate: Date;
  } {
    checkAliasName(name);
    checkRoutes(routingConfiguration, this.versions);
    const machineArn = machineArnOf(routingConfiguration[0]!.stateMachineVersionArn!);
    const stateMachineAliasArn = `${machineArn}:${name}`;
    const existing = this.aliases.get(stateMachineAliasArn);
    if (
      existing &&
      !isDeepStrictEqual(
        [existing.description, existing.routingConfiguration],
        [description, routingConfiguration],
      )
    ) {
      throw new AwsError(
        'ConflictException',
        'Failed to create alias because an alias with the same name and a different routing configuration already exists.',
      );
    }
    const now = new Date();
    const alias = existing ?? {
      stateMachineAliasArn,
      name,
      description,
      routingConfiguration,
      creationDate: now,
      updateDate: now,
    };
    this.aliases.set(stateMachineAliasArn, alias);
    return { stateMachineAliasArn, creationDate: alias.creationDate };
  }

  update({ stateMachineAliasArn = '', description, routingConfiguration }: UpdateStateMachineAliasInput): {
    updateDate: Date;
  } {
    const existing = this.describe(stateMachineAliasArn);
    if (routingConfiguration) {
      checkRoutes(routingConfiguration, this.versions);
    }
    const updateDate = new Date();
    this.aliases.set(stateMachineAliasArn, {
      ...existing,
      description: description ?? existing.description,
      routingConfiguration: routingConfiguration ?? existing.routingConfiguration,
      updateDate,
    });
    return { updateDate };
  }

  /** @throws ResourceNotFound */
  describe(aliasArn: string): Alias {
    const alias = this.aliases.get(aliasArn);
    if (!alias) {
      throw new AwsError('ResourceNotFound', 'Request references a resource that does not exist.');
    }
    return alias;
  }

  /** The version that an execution of the alias runs; undefined if there is no such alias. */
  versionFor(aliasArn: string): string | undefined {
    const routes = this.aliases.get(aliasArn)?.routingConfiguration;
    const drawn = Math.random() * 100;
    return (routes && (drawn < routes[0]!.weight! ? routes[0] : routes[1]))?.stateMachineVersionArn;
  }

  /** All of a machine's, or of one of its versions. */
  list(machineOrVersionArn: string): StateMachineAliasListItem[] {
    return this.of(machineOrVersionArn).map(({ stateMachineAliasArn, creationDate }) => ({
      stateMachineAliasArn,
      creationDate,
    }));
  }

  /** Deleting an alias that does not exist is no error. */
  delete(aliasArn: string): void {
    this.aliases.delete(aliasArn);
  }

  deleteAll(machineArn: string): void {
    this.of(machineArn).forEach(({ stateMachineAliasArn }) => this.aliases.delete(stateMachineAliasArn));
  }

  /** @throws ConflictException if an alias leads to the version */
  checkUnused(versionArn: string): void {
    const names = this.of(versionArn).map(({ name }) => name);
    if (names.length > 0) {
      throw new AwsError(
        'ConflictException',
        `Version to be deleted must not be referenced by an alias. Current list of aliases referencing this version: [${names.join(', ')}]`,
      );
    }
  }

  private of(machineOrVersionArn: string): Alias[] {
    return [...this.aliases.values()].filter(
      ({ stateMachineAliasArn, routingConfiguration }) =>
        machineArnOf(stateMachineAliasArn) === machineOrVersionArn ||
        routingConfiguration.some((route) => route.stateMachineVersionArn === machineOrVersionArn),
    );
  }
}
