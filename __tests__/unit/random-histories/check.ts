import { findProblem, report } from '../../random-histories/find';
import { deployedDefinitions } from '../../random-histories/world/machines';

/** Plays histories on the definitions as they are; one that goes wrong is told in the failure. */
export async function expectAllToGoWell(search: {
  runs: number;
  seed: number;
  steps?: number;
}): Promise<void> {
  const definitions = deployedDefinitions();
  const found = await findProblem(definitions, search);
  expect(found && (await report(definitions, found))).toBeUndefined();
}
