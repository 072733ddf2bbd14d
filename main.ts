import { App } from 'cdktf';
import { DeploymentRolesStack } from './stacks/deployment-roles';
import { environmentOf } from './settings/environments';
import { SettingsError } from './settings/settings-error';
import { stacksOf } from './settings/stacks';
import { ServiceProcessingStack } from './stacks/service-processing';
import { StateBackendStack } from './stacks/state-backend';
import { StripeConnectionStack } from './stacks/stripe-connection';
import { StripeSecretStack } from './stacks/stripe-secret';
import { prepareWorkspaceSwitch } from './clients/terraform/workspace-switch';

function synthesize(): void {
  const environment = environmentOf(process.env.TF_WORKSPACE);
  const app = new App();
  new StateBackendStack(app, environment);
  new StripeSecretStack(app, environment);
  new StripeConnectionStack(app, environment);
  if (stacksOf(environment).includes('deployment-roles')) {
    new DeploymentRolesStack(app, environment);
  }
  new ServiceProcessingStack(app, environment);
  app.synth();
  prepareWorkspaceSwitch(app, environment.name);
}

try {
  synthesize();
} catch (error) {
  if (!(error instanceof SettingsError)) {
    throw error;
  }
  // cdktf logs what is printed here, and repeats it in its own report; of a stack it would do the same.
  console.error(error.message);
  process.exitCode = 1;
}
