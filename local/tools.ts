import { allEnded } from '../clients/all-ended';
import { findPython } from './python';
import { findTerraform } from '../clients/terraform/find';
import { terraformEnvironment } from '../clients/terraform/config';
import type { Log } from '../clients/log';

export interface Tools {
  /** Terraform's name or path. */
  readonly terraform: string;
  /** Path of a Python that has moto. */
  readonly python: string;
  /** The environment to run Terraform in. */
  readonly terraformEnv: NodeJS.ProcessEnv;
}

/**
 * Finds, or sets up, all that the local AWS needs besides npm's packages.
 *
 * @param options.signal ends downloads and installations, of which nothing is left then
 * @throws CommandError that names what is missing and how to get it
 */
export async function prepareTools(options: { log: Log; signal?: AbortSignal }): Promise<Tools> {
  const [terraform, python] = await allEnded([findTerraform(options), findPython(options)]);
  const { env, message } = terraformEnvironment();
  options.log(message);
  return { terraform: terraform.command, python, terraformEnv: env };
}
