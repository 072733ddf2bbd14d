import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { synthesize } from '../../../../clients/terraform/synth';
import { scratchFolder } from '../../../helpers/fake-program';

const root = scratchFolder();

/** Where to run, and an app whose main.ts is this. */
function project(name: string, main: string) {
  const folder = path.join(root, name);
  mkdirSync(folder);
  writeFileSync(path.join(folder, 'main.ts'), main);
  return { cwd: folder, app: path.join(folder, 'main.ts') };
}

describe('Synthesis', () => {
  test("returns each stack's folder, and hands the workspace but no variable's value to the app", async () => {
    process.env.TF_VAR_key = 'not for synthesis';
    const app = project(
      'app',
      `import { writeFileSync, mkdirSync } from 'node:fs';
       const outdir = process.env.CDKTF_OUTDIR as string;
       mkdirSync(outdir, { recursive: true });
       writeFileSync(outdir + '/seen', [process.env.TF_WORKSPACE, process.env.TF_VAR_key].join());
       writeFileSync(outdir + '/manifest.json',
         JSON.stringify({ stacks: { one: { workingDirectory: 'stacks/one' } } }));`,
    );
    const outdir = path.join(root, 'the output');
    const stacks = await synthesize({ workspace: 'live', outdir, ...app });
    delete process.env.TF_VAR_key;
    expect(stacks).toEqual({ one: path.join(outdir, 'stacks', 'one') });
    expect(readFileSync(path.join(outdir, 'seen'), 'utf8')).toBe('live,');
  });

  test("fails with the app's own sentence, without a stack trace", async () => {
    const app = project('refusing', `throw new RangeError('Workspace "prod" is not known:\\nset "test".');`);
    const result = synthesize({ workspace: 'prod', outdir: path.join(root, 'none'), ...app });
    await expect(result).rejects.toThrow(/^Workspace "prod" is not known:\nset "test"\.$/);
  });

  test('fails with what the app says of settings that it refuses, as it says it', async () => {
    const app = project('stating', `console.error('"test" has no "accountId".'); process.exitCode = 1;`);
    const result = synthesize({ workspace: 'test', outdir: path.join(root, 'none'), ...app });
    await expect(result).rejects.toThrow(/^"test" has no "accountId"\.$/);
  });
});
