/** Synthesizes the stacks of a workspace into `cdktf.out`, as `cdktf synth` does: `npm run synth:test`. */
import { synthesize } from '../../clients/terraform/synth';
import { parseCommand, runCommand } from '../shared/cli';
import type { Terminal } from '../shared/terminal';
import { inOutputFolder } from '../shared/working-folder';
import { inStackOrder } from '../../settings/stacks';
import { synthSpec } from './options';

export async function synth(args: readonly string[], { output }: Terminal): Promise<void> {
  const { environment } = parseCommand(args, synthSpec);
  await inOutputFolder(async (folder) => {
    const directories = await synthesize({ workspace: environment.name, outdir: folder });
    output.write(
      `Synthesized for ${environment.name} in cdktf.out/stacks: ${inStackOrder(Object.keys(directories)).join(', ')}.\n`,
    );
  });
}

if (require.main === module) {
  void runCommand(() => synth(process.argv.slice(2), { input: process.stdin, output: process.stdout }));
}
