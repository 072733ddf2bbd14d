import { App } from 'cdktf';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { environmentOf } from '../../../../settings/environments';
import { StripeSecretStack } from '../../../../stacks/stripe-secret';
import { prepareWorkspaceSwitch } from '../../../../clients/terraform/workspace-switch';

const checkout = process.cwd();
let folder: string;
let note: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'workspace switch '));
  process.chdir(folder);
  note = path.join(folder, 'out', 'stacks', 'stripe-secret', '.terraform', 'terraform.tfstate');
});
afterEach(() => {
  process.chdir(checkout);
  rmSync(folder, { recursive: true, force: true });
});

/** Switches to `live` where `terraform init` noted this bucket. */
function switchToLive(noted?: string) {
  const app = new App({ outdir: path.join(folder, 'out') });
  new StripeSecretStack(app, environmentOf('live'));
  mkdirSync(path.dirname(note), { recursive: true });
  if (noted) {
    writeFileSync(note, JSON.stringify({ version: 3, backend: { config: { bucket: noted } } }));
  }
  prepareWorkspaceSwitch(app, 'live');
}

describe('Switching the workspace in one checkout', () => {
  test("forgets the other environment's bucket, whose state Terraform would offer to move", () => {
    switchToLive(environmentOf('test').names.stateBucket);
    expect(existsSync(note)).toBe(false);
  });

  test.each([
    ["this environment's own bucket, so that no new init is needed", environmentOf('live').names.stateBucket],
    [
      'a bucket of earlier settings, because then Terraform is right to ask',
      'the-bucket-of-earlier-settings',
    ],
  ])('keeps the note of %s', (_, bucket) => {
    switchToLive(bucket);
    expect(existsSync(note)).toBe(true);
  });

  test("makes the workspace's folder for local state, without which Terraform does not know the workspace", () => {
    switchToLive();
    expect(existsSync(path.join(folder, 'terraform.tfstate.d', 'live'))).toBe(true);
  });
});
