import type { RoutingConfigurationListItem } from '@aws-sdk/client-sfn';
import { AwsError } from '../../endpoint/errors';
import { invalidParameter } from '../../endpoint/json-api';
import { machineArnOf, type StateMachineVersions } from './state-machine-versions';

const namePattern = /^(?=.*[a-zA-Z_\-.])[a-zA-Z0-9_\-.]+$/;

export function checkAliasName(name: string): void {
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

/**
 * Versions of one machine, which exist, and weights of 100 in all.
 *
 * @throws AwsError as AWS words it
 */
export function checkRoutes(
  routes: readonly RoutingConfigurationListItem[],
  versions: StateMachineVersions,
): void {
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
  if (!arns.every((arn) => versions.find(arn))) {
    throw new AwsError('ResourceNotFound', 'Request references a resource that does not exist.');
  }
}

function invalid(message: string): AwsError {
  return new AwsError('ValidationException', message);
}
