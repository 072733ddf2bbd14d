import { findPython } from './moto/python';
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
 * @throws CommandError that names what is missing and how to get it
 */
export async function prepareTools({ log }: { log: Log }): Promise<Tools> {
  const [terraform, python] = await Promise.all([findTerraform({ log }), findPython({ log })]);
  const { env, message } = terraformEnvironment();
  log(message);
  return { terraform: terraform.command, python, terraformEnv: env };
}
