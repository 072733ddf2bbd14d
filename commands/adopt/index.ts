/**
 * Finds which of a workspace's resources exist already, created by hand as docs/operations-guide.md says or left by a lost state, and
 * lets the next plan import them instead of failing on "already exists": `npm run adopt -- --workspace live`.
 *
 * It reads from AWS, never the secret's value, and changes nothing there, so that it does not ask in live either. It
 * writes one file a stack, `imports/<workspace>/<stack>.json`, from which synthesis makes Terraform's import blocks;
 * run again when the state holds everything, it deletes the file. At the end it plans what it adopts. Exit code 1 if
 * something cannot be adopted, or the plan would replace or destroy anything.
 */
import { synthesize } from '../../clients/terraform/synth';
import { importsFile } from '../../settings/imports';
import { stateBucketExists } from '../../clients/aws/state-bucket';
import { inStackOrder } from '../../settings/stacks';
import { checkAdoption, type AdoptionWork } from './check-adoption';
import { SynthesizedStack } from '../../clients/terraform/synthesized-stack';
import { isChange, writeImports } from './import-files';
import { adoptSpec } from './options';
import { importsFrom, searchStack, type Search } from './search';
import { addressesInState } from './state';
import { parseCommand, runCommand } from '../shared/cli';
import type { Terminal } from '../shared/terminal';
import { CommandError } from '../../clients/command-error';
import { withoutKeys } from '../../clients/stripe/key-text';
import { terraformRuns } from '../shared/terraform-runs';
import { inWorkingFolder } from '../shared/working-folder';
import { requireAccount } from '../../clients/aws/account';

export async function adopt(args: readonly string[], { output }: Terminal): Promise<void> {
  const { environment } = parseCommand(args, adoptSpec);
  const { name: workspace, accountId, region } = environment;
  const say = (line: string) => void output.write(`${withoutKeys(line)}\n`);
  await requireAccount(environment);
  const hasBucket = await stateBucketExists(environment);
  const terraform = await terraformRuns({ workspace, output, say, saysPlannedChanges: true });
  say(`Looking for what exists of ${workspace} in account ${accountId}, ${region}. AWS is only read.`);

  await inWorkingFolder(workspace, async (folder) => {
    const work = { environment, terraform, folder, hasBucket, say };
    const searches = await search(work);
    for (const one of searches) {
      report(one, say);
    }
    changeFiles(searches, work);
    const adopted = searches.filter((one) => Object.keys(importsFrom(one)).length > 0);
    if (adopted.length > 0) {
      await checkAdoption(adopted, work);
    }
    const left = searches.filter(({ obstacles }) => obstacles.length > 0).map(({ stack }) => stack);
    if (left.length > 0) {
      throw new CommandError(
        `Not adopted: ${left.join(', ')}. Do what is said above, and run "npm run adopt -- --workspace ${workspace}" again.`,
      );
    }
    if (adopted.length === 0) {
      return say('There is nothing to adopt.');
    }
    say(
      `Next: "npm run plan -- --workspace ${workspace}" shows the same for review. Once it is deployed, run ` +
        `"npm run adopt -- --workspace ${workspace}" again: it deletes the import files. Commit them if the deployment ` +
        "goes through a pull request; state-backend's is for this machine alone, as its state is.",
    );
  });
}

async function search({ environment, terraform, folder, hasBucket }: AdoptionWork): Promise<Search[]> {
  const directories = await synthesize({ workspace: environment.name, outdir: folder });
  return Promise.all(
    inStackOrder(Object.keys(directories)).map(async (stack) => {
      const directory = directories[stack]!;
      const configuration = new SynthesizedStack(directory);
      const hasState = hasBucket || !configuration.hasRemoteState;
      const inState = hasState ? await addressesInState(terraform.of(folder, stack), directory) : [];
      return searchStack({ stack, environment, configuration, inState });
    }),
  );
}

function report({ stack, found, obstacles, notes }: Search, say: AdoptionWork['say']): void {
  for (const [address, id] of Object.entries(found)) {
    say(`${stack}: ${address} exists (${id}).`);
  }
  for (const note of notes) {
    say(`${stack}: ${note}`);
  }
  for (const obstacle of obstacles) {
    say(`${stack}: cannot be adopted: ${obstacle}`);
  }
}

function changeFiles(
  searches: readonly Search[],
  { environment: { name: workspace }, say }: AdoptionWork,
): void {
  const changes = searches
    .map((one) => ({ workspace, stack: one.stack, imports: importsFrom(one) }))
    .filter(isChange);
  for (const { stack, imports } of changes) {
    const verb = Object.keys(imports).length > 0 ? 'Writes' : 'Deletes';
    say(`${verb} ${importsFile(workspace, stack)}; in AWS nothing changes.`);
  }
  changes.forEach(writeImports);
}

if (require.main === module) {
  void runCommand(() => adopt(process.argv.slice(2), { input: process.stdin, output: process.stdout }));
}
