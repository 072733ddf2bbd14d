import { TerraformVariable } from 'cdktf';
import type { Construct } from 'constructs';

/**
 * Refuses to plan in another Terraform workspace than the one the stack was synthesized for, `default` included.
 *
 * @returns the environment's name, read through the guard: what refers to it cannot be planned without it. As a
 * default tag of the provider that is every resource, also under `-target` and `destroy`, which skip a resource's
 * precondition.
 */
export function guardedEnvironmentName(scope: Construct, environmentName: string): string {
  const variable = new TerraformVariable(scope, 'environment', {
    type: 'string',
    default: environmentName,
    description: 'The environment this configuration was synthesized for. Not to be set by hand.',
  });
  variable.addValidation({
    condition: `\${var.environment == "${environmentName}" && terraform.workspace == "${environmentName}"}`,
    errorMessage:
      `This configuration was synthesized for the workspace "${environmentName}", but Terraform runs in the ` +
      `workspace "\${terraform.workspace}". Set TF_WORKSPACE=${environmentName} and run the command again, or ` +
      'set TF_WORKSPACE to the workspace you mean and synthesize again with "npx cdktf synth".',
  });
  return variable.stringValue;
}
