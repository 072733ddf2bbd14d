import type { Terraform } from '../../local/terraform';
import { forgetEarlierSettings } from '../plan/plan-stack';

/** The addresses of what the state of the stack in this folder holds. */
export async function addressesInState(terraform: Terraform, directory: string): Promise<string[]> {
  forgetEarlierSettings(directory);
  await terraform.init();
  return terraform.addresses();
}
