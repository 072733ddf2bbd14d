import { App } from 'cdktf';
import { DeploymentRolesStack } from './stacks/deployment-roles';
import { environmentOf } from './settings/environments';
import { githubRepositoryOf } from './settings/github';
import { ServiceProcessingStack } from './stacks/service-processing';
import { StateBackendStack } from './stacks/state-backend';
import { StripeConnectionStack } from './stacks/stripe-connection';
import { StripeSecretStack } from './stacks/stripe-secret';
import { prepareWorkspaceSwitch } from './clients/terraform/workspace-switch';

const app = new App();
const environment = environmentOf(process.env.TF_WORKSPACE);
new StateBackendStack(app, environment);
new StripeSecretStack(app, environment);
new StripeConnectionStack(app, environment);
if (githubRepositoryOf(environment)) {
  new DeploymentRolesStack(app, environment);
}
new ServiceProcessingStack(app, environment);
app.synth();
prepareWorkspaceSwitch(app, environment.name);
