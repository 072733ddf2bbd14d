import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy';
import { TerraformOutput } from 'cdktf';
import type { Construct } from 'constructs';
import { GithubOidcRoles } from '../modules/github-oidc-roles';
import { boundaryStatements } from '../modules/policies/boundary-statements';
import { policyDocument } from '../modules/policies/statement';
import { arnsOf } from '../settings/arns';
import type { Environment } from '../settings/environments';
import { githubRepositoryOf, sendsFromGithub } from '../settings/github';
import { orchestratorResourcesOf, recoveryResourcesOf } from './deployed-values';
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
          orchestratorResourcesOf(environment, limit),
          recoveryResourcesOf(environment, limit),
        ),
      ),
    });

    const roles = new GithubOidcRoles(this, 'github', {
      repository: repository.fullName,
      repositoryId: repository.id,
      ownerId: repository.ownerId,
      deployWorkflow: 'deploy.yml',
      githubEnvironment: name,
      createProvider: environment.createGithubOidcProvider ?? false,
      planRoleName: names.planRole,
      deployRoleName: names.deployRole,
      verifyRoleName: sendsFromGithub(environment) ? names.verifyRole : undefined,
      arns,
    });

    new TerraformOutput(this, 'plan-role-arn', { value: roles.planRoleArn });
    new TerraformOutput(this, 'deploy-role-arn', { value: roles.deployRoleArn });
  }
}
