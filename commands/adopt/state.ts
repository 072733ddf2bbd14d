import type { Terraform } from '../../clients/terraform/terraform';
import { forgetEarlierSettings } from '../shared/plans/plan-stack';

/** The addresses of what the state of the stack in this folder holds. */
export async function addressesInState(terraform: Terraform, directory: string): Promise<string[]> {
  forgetEarlierSettings(directory);
  await terraform.init();
  return terraform.addresses();
}
