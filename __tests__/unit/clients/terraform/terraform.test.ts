import { existsSync } from 'node:fs';
import path from 'node:path';
import { Terraform, type TerraformOptions } from '../../../../clients/terraform/terraform';
import { TerraformError } from '../../../../clients/terraform/terraform-error';
import type { Progress } from '../../../../clients/terraform/messages';
import { scratchFolder, withPrograms, writeProgram } from '../../../helpers/fake-program';

const root = scratchFolder();
const print =
  'const print = (message) => console.log(JSON.stringify(message)); const args = process.argv.slice(2);';

/** Terraform whose program is this JavaScript. */
function terraform(javascript: string, options: Pick<TerraformOptions, 'onProgress' | 'signal'> = {}) {
  const command = writeProgram(path.join(root, `program ${programs++}`), `${print}\n${javascript}`);
  return new Terraform({ command, directory: root, workspace: 'test', env: { FROM: 'caller' }, ...options });
}
let programs = 0;

const failure = `print({ '@message': 'Error: x', type: 'diagnostic', diagnostic: {
  severity: 'error', summary: 'Resource precondition failed', detail: 'Planned in "default".' } }); process.exit(1);`;

withPrograms.describe('Running Terraform', () => {
  test('shows its own line for each resource and for the whole, and nothing else', async () => {
    const lines: string[] = [];
    await terraform(
      `print({ '@message': 'Terraform 1.11.4', type: 'version' });
       print({ '@message': 'aws_sns_topic.alarm: Creating...', type: 'apply_start' });
       print({ '@message': 'Warning: deprecated', type: 'diagnostic', diagnostic: { severity: 'warning' } });
       print({ '@message': 'aws_sns_topic.alarm: Creation complete after 1s', type: 'apply_complete' });
       console.log('a line that is no message'); console.log('null');
       print({ '@message': 'Apply complete! Resources: 1 added.', type: 'change_summary' });
       print({ '@message': 'Outputs: 1', type: 'outputs' });`,
      { onProgress: ({ type, text }) => lines.push(text || type) },
    ).apply();
    expect(lines).toEqual([
      'begin',
      'aws_sns_topic.alarm: Creating...',
      'aws_sns_topic.alarm: Creation complete after 1s',
      'Apply complete! Resources: 1 added.',
      'end',
    ]);
  });

  test("fails with Terraform's own summary and detail, so that the workspace guard is readable", async () => {
    const result = terraform(failure).init();
    await expect(result).rejects.toThrow(TerraformError);
    await expect(result).rejects.toThrow(
      `terraform init failed in ${path.basename(root)}: Resource precondition failed: Planned in "default".`,
    );
  });

  test('a plan says whether there is anything to change, and still fails on an error', async () => {
    expect(await terraform('process.exit(2)').plan({ out: 'file' })).toBe(true);
    expect(await terraform('').plan({ out: 'file' })).toBe(false);
    await expect(terraform(failure).plan({ out: 'file' })).rejects.toThrow('terraform plan failed');
  });

  test('a plan takes no lock where it is told so, or else as the operator says in TF_CLI_ARGS_plan', async () => {
    const exitsWithLock = 'process.exit(args.includes("-lock=false") ? 2 : 0)';
    expect(await terraform(exitsWithLock).plan({ out: 'file', takesLock: false })).toBe(true);
    expect(await terraform(exitsWithLock).plan({ out: 'file', takesLock: true })).toBe(false);
  });

  test('runs in the workspace it was made for, whatever the shell had chosen', async () => {
    const program = `print({ workspace: { value: process.env.TF_WORKSPACE }, from: { value: process.env.FROM } })`;
    expect(await terraform(program).output()).toEqual({ workspace: 'test', from: 'caller' });
  });

  test('repeats what a subcommand without messages says on standard error, without its frame', async () => {
    const program = `console.error('╷\\n│ Error: Failed to read the file\\n│ \\n│ no such file or\\n│ directory\\n╵');
      process.exit(1);`;
    await expect(terraform(program).show('absent')).rejects.toThrow(
      ': Failed to read the file no such file or directory',
    );
  });

  test('says so when there is no such program', async () => {
    const absent = new Terraform({
      command: path.join(root, 'absent'),
      directory: root,
      workspace: 'test',
      env: {},
    });
    await expect(absent.init()).rejects.toThrow(/cannot be run \(.*ENOENT/);
  });
});

withPrograms.describe('Stopping Terraform', () => {
  const released = path.join(root, 'released');
  const program = `let interrupts = 0;
    process.on('SIGINT', () => {
      interrupts += 1;
      setTimeout(() => { if (interrupts === 1) require('fs').writeFileSync(${JSON.stringify(released)}, ''); process.exit(1); }, 200);
    });
    print({ '@message': 'started', type: 'apply_start' });
    setTimeout(() => {}, 30000);`;

  test('interrupts it once and waits, so that it writes its state and releases the lock', async () => {
    const stop = new AbortController();
    const running = terraform(program, {
      signal: stop.signal,
      onProgress: ({ type }) => type === 'apply_start' && stop.abort(),
    }).apply();
    await expect(running).rejects.toThrow('was stopped in');
    expect(existsSync(released)).toBe(true);
  });

  test('a command that was stopped before starts nothing', async () => {
    const lines: string[] = [];
    const options = { signal: AbortSignal.abort(), onProgress: ({ type }: Progress) => lines.push(type) };
    await expect(terraform(program, options).apply()).rejects.toThrow('was stopped in');
    expect(lines).toEqual([]);
  });
});
