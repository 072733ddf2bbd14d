import { isDeepStrictEqual } from 'node:util';
import type {
  CreateStateMachineAliasInput,
  DescribeStateMachineAliasOutput,
  RoutingConfigurationListItem,
  StateMachineAliasListItem,
  UpdateStateMachineAliasInput,
} from '@aws-sdk/client-sfn';
import { AwsError } from '../../endpoint/errors';
import { invalidParameter } from '../../endpoint/json-api';
import { machineArnOf, type StateMachineVersions } from './state-machine-versions';

type Alias = Required<Omit<DescribeStateMachineAliasOutput, 'description'>> & {
  readonly description?: string | undefined;
};

const namePattern = /^(?=.*[a-zA-Z_\-.])[a-zA-Z0-9_\-.]+$/;

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
    checkName(name);
    this.checkRoutes(routingConfiguration);
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
      this.checkRoutes(routingConfiguration);
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

  private checkRoutes(routes: readonly RoutingConfigurationListItem[]): void {
    const arns = routes.map(({ stateMachineVersionArn = '' }) => stateMachineVersionArn);
    const weights = routes.map(({ weight = 0 }) => weight);
    const tooHeavy = weights.findIndex((weight) => weight > 100);
    if (routes.length < 1 || routes.length > 2) {
      const limit = routes.length < 1 ? 'greater than or equal to 1' : 'less than or equal to 2';
      throw invalidParameter('routingConfiguration', `[${arns.join(', ')}]`, `have length ${limit}`);
    }
    if (tooHeavy >= 0) {
      throw invalidParameter(
        `routingConfiguration.${tooHeavy + 1}.member.weight`,
        weights[tooHeavy],
        'have value less than or equal to 100',
      );
    }
    const received = `Received: [${arns.join(', ')}]`;
    if (!arns.every((arn) => /:stateMachine:[^:]+:\d+$/.test(arn))) {
      throw invalid(`Routing configuration must contain state machine version ARNs. ${received}`);
    }
    if (new Set(arns).size < arns.length) {
      throw invalid(`Routing configuration must contain distinct state machine version ARNs. ${received}`);
    }
    if (new Set(arns.map(machineArnOf)).size > 1) {
      throw invalid(`Routing configuration must contain versions of one state machine. ${received}`);
    }
    if (weights.reduce((sum, weight) => sum + weight, 0) !== 100) {
      throw invalid(`Sum of routing configuration weights must equal 100. Received: [${weights.join(', ')}]`);
    }
    if (!arns.every((arn) => this.versions.find(arn))) {
      throw new AwsError('ResourceNotFound', 'Request references a resource that does not exist.');
    }
  }
}

function checkName(name: string): void {
  if (name.length > 80) {
    throw invalidParameter('name', name, 'have length less than or equal to 80');
  }
  if (!namePattern.test(name)) {
    throw invalidParameter(
      'name',
      name,
      'satisfy regular expression pattern: ^(?=.*[a-zA-Z_\\-\\.])[a-zA-Z0-9_\\-\\.]+$',
    );
  }
}

function invalid(message: string): AwsError {
  return new AwsError('ValidationException', message);
}
