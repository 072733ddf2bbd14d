import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy';
import { TerraformOutput } from 'cdktf';
import type { Construct } from 'constructs';
import { GithubOidcRoles } from '../modules/github-oidc-roles';
import { boundaryStatements } from '../modules/policies/boundary-statements';
import { policyDocument } from '../modules/policies/statement';
import { arnsOf } from '../settings/arns';
import { stateObjectKey, type StackName } from '../settings/stacks';
import type { Environment } from '../settings/environments';
import { githubRepositoryOf } from '../settings/github';
import { executionPermissionsOf, recoveryPermissionsOf } from './deployed-values';
import { EnvironmentStack } from './environment-stack';
import { useRemoteState } from './remote-state';

/**
 * The roles that the GitHub workflows assume, and the permissions boundary of what they write. A person deploys this
 * stack: a role that could change it could give itself anything.
 *
 * @throws if the settings name no GitHub repository
 */
export class DeploymentRolesStack extends EnvironmentStack {
  constructor(scope: Construct, environment: Environment) {
    super(scope, 'deployment-roles', environment);
    useRemoteState(this, environment);
    const { name, names } = environment;
    const arns = arnsOf(environment);
    // In live a send bills somebody: a person does that, with credentials of their own.
    const sendsFromGithub = name === 'test';
    const repository = githubRepositoryOf(environment);
    if (!repository) {
      throw new Error(
        `The settings of ${name} name no GitHub repository, so nobody could assume these roles.`,
      );
    }

    // By text: what the roles of the state machines may do, whichever connection and secret AWS has at the time.
    const limit = { secretArn: arns.secret, connectionArn: arns.connection };
    new IamPolicy(this, 'boundary', {
      name: names.boundary,
      description: `Limits every role that the workflows write in the environment ${name}`,
      policy: policyDocument(
        boundaryStatements(
          executionPermissionsOf(environment, limit),
          recoveryPermissionsOf(environment, limit),
        ),
      ),
    });

    const stateArn = (stack: StackName) => `${arns.stateBucket}/${stateObjectKey(name, stack)}`;

    const roles = new GithubOidcRoles(this, 'github', {
      repository: repository.fullName,
      repositoryId: repository.id,
      ownerId: repository.ownerId,
      deployWorkflow: 'deploy.yml',
      githubEnvironment: name,
      createProvider: environment.createGithubOidcProvider ?? false,
      providerArn: arns.githubOidcProvider,
      planRoleName: names.planRole,
      deployRoleName: names.deployRole,
      verifyRoleName: sendsFromGithub ? names.verifyRole : undefined,
      permissions: {
        stateBucketArn: arns.stateBucket,
        deployedStateArns: [stateArn('stripe-secret'), stateArn('service-processing')],
        rolesStateArn: stateArn('deployment-roles'),
        secretArn: arns.secret,
        connectionArn: arns.connection,
        connectionSecretArn: arns.connectionSecret,
        executionRoleArns: arns.executionRoles,
        createsExecutionRole: !environment.executionRoleName,
        recoveryRoleArn: arns.recoveryRole,
        schedulerRoleArn: arns.schedulerRole,
        deploymentRoleArns: [arns.planRole, arns.deployRole, ...(sendsFromGithub ? [arns.verifyRole] : [])],
        allRolesArn: arns.allRoles,
        boundaryArn: arns.boundary,
        githubOidcProviderArn: arns.githubOidcProvider,
        stateMachineArn: arns.stateMachine,
        recoveryStateMachineArn: arns.recoveryStateMachine,
        allStateMachinesArn: arns.allStateMachines,
        logGroupArn: arns.logGroup,
        recoveryLogGroupArn: arns.recoveryLogGroup,
        allLogGroupsArn: arns.allLogGroups,
        alarmArns: [arns.alarm, arns.overdueAlarm, arns.recoverySilentAlarm],
        allAlarmsArn: arns.allAlarms,
        alarmTopicArn: arns.alarmTopic,
        scheduleArn: arns.recoverySchedule,
        dashboardArn: arns.dashboard,
        meterEventsTableArn: arns.meterEventsTable,
        openIndexArn: arns.openIndex,
        applicationTableArns: environment.createTables
          ? [arns.processingHistoryTable, arns.policyMappingTable]
          : [],
        processingHistoryTableArn: arns.processingHistoryTable,
        policyMappingTableArn: arns.policyMappingTable,
        childStateMachineArns: arns.childStateMachines,
        verifyUploadsArn: arns.verifyUploads,
        executionsArn: arns.executions,
        recoveryExecutionsArn: arns.recoveryExecutions,
      },
    });

    new TerraformOutput(this, 'plan-role-arn', { value: roles.planRoleArn });
    new TerraformOutput(this, 'deploy-role-arn', { value: roles.deployRoleArn });
  }
}
