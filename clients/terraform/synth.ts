import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { run } from '../run-program';
import { typescriptLoader } from '../run-typescript';

/** The folder with `main.ts` and `cdktf.json`. */
export const projectDirectory = path.resolve(__dirname, '..', '..');

/**
 * Synthesizes the app as `cdktf synth` does, without the CLI's start-up time.
 *
 * @param options.outdir where the files go, as `cdktf.json` or `--output` would say
 * @returns the folder of each stack by the stack's name
 * @throws with the app's own sentence if synthesis fails
 */
export async function synthesize(options: {
  workspace: string;
  outdir: string;
  /**
   * The folder to run in: the state bucket's own, local state lies in its `terraform.tfstate.d`.
   * @default - this project
   */
  cwd?: string;
  /** @default - this project's `main.ts` */
  app?: string;
}): Promise<Record<string, string>> {
  const { workspace, outdir, cwd = projectDirectory, app = path.join(projectDirectory, 'main.ts') } = options;
  await mkdir(outdir, { recursive: true }); // cdktf creates only the last folder
  const env = Object.fromEntries(
    // As in cdktf: a variable's value belongs to Terraform's run, not to synthesis.
    Object.entries(process.env).filter(([name]) => !name.startsWith('TF_VAR_')),
  );
  const { status, stdout, stderr } = await run(process.execPath, [...typescriptLoader, app], {
    cwd,
    env: { ...env, TF_WORKSPACE: workspace, CDKTF_OUTDIR: path.resolve(outdir), SYNTH_HCL_OUTPUT: 'false' },
  });
  if (status !== 0) {
    throw new Error(sentenceOf(stderr) ?? (stderr.trim() || `Synthesis failed: ${stdout}`));
  }

  return readStackFolders(outdir);
}

/** The folder of each stack by the stack's name, of what is synthesized already. */
export async function readStackFolders(outdir: string): Promise<Record<string, string>> {
  const manifest = JSON.parse(await readFile(path.join(outdir, 'manifest.json'), 'utf8')) as {
    stacks: Record<string, { workingDirectory: string }>;
  };
  return Object.fromEntries(
    Object.entries(manifest.stacks).map(([name, { workingDirectory }]) => [
      name,
      path.resolve(outdir, workingDirectory),
    ]),
  );
}

/** The message of an error that the app did not expect, which Node.js reports with its stack. */
function sentenceOf(stderr: string): string | undefined {
  return /^(?:\w*Error: )(.*(?:\n(?! {4}at ).+)*)/m.exec(stderr)?.[1];
}
