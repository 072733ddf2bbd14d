import { TerraformOutput } from 'cdktf';
import type { Construct } from 'constructs';
import { GithubOidcRoles } from '../modules/github-oidc-roles';
import { arnsOf } from '../settings/arns';
import { stateObjectKey, type StackName } from '../settings/stacks';
import type { Environment } from '../settings/environments';
import { EnvironmentStack } from './environment-stack';
import { useRemoteState } from './remote-state';

/**
 * The roles that the GitHub workflows assume. A person deploys this stack: a role that could change it could give
 * itself anything.
 */
export class DeploymentRolesStack extends EnvironmentStack {
  constructor(scope: Construct, environment: Environment) {
    super(scope, 'deployment-roles', environment);
    useRemoteState(this, environment);
    const { name, names } = environment;
    const arns = arnsOf(environment);
    const stateArn = (stack: StackName) => `${arns.stateBucket}/${stateObjectKey(name, stack)}`;

    const roles = new GithubOidcRoles(this, 'github', {
      repository: environment.githubRepository,
      githubEnvironment: name,
      createProvider: environment.createGithubOidcProvider ?? false,
      providerArn: arns.githubOidcProvider,
      planRoleName: names.planRole,
      deployRoleName: names.deployRole,
      permissions: {
        stateBucketArn: arns.stateBucket,
        deployedStateArns: [stateArn('stripe-secret'), stateArn('service-processing')],
        rolesStateArn: stateArn('deployment-roles'),
        secretArn: arns.secret,
        connectionArn: arns.connection,
        connectionSecretArn: arns.connectionSecret,
        executionRoleArns: arns.executionRoles,
        createsExecutionRole: !environment.executionRoleName,
        deploymentRoleArns: [arns.planRole, arns.deployRole],
        githubOidcProviderArn: arns.githubOidcProvider,
        stateMachineArn: arns.stateMachine,
        allStateMachinesArn: arns.allStateMachines,
        logGroupArn: arns.logGroup,
        allLogGroupsArn: arns.allLogGroups,
        alarmArn: arns.alarm,
        alarmTopicArn: arns.alarmTopic,
        tableArns: environment.createTables ? [arns.processingHistoryTable, arns.policyMappingTable] : [],
        processingHistoryTableArn: arns.processingHistoryTable,
        policyMappingTableArn: arns.policyMappingTable,
        childStateMachineArns: arns.childStateMachines,
      },
    });

    new TerraformOutput(this, 'plan-role-arn', { value: roles.planRoleArn });
    new TerraformOutput(this, 'deploy-role-arn', { value: roles.deployRoleArn });
  }
}
