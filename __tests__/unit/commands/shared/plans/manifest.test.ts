import { createHash } from 'node:crypto';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { filesOf, readManifest, writeManifest } from '../../../../../commands/shared/plans/manifest';

let folder: string;
let digest: string;

/** Writes the manifest of the plan in the folder, as `npm run plan` does. */
const write = () =>
  writeManifest(folder, {
    workspace: 'test',
    createdAt: '2026-01-01T00:00:00.000Z',
    terraformVersion: '1.11.4',
    commit: 'abc1234',
    stacks: [{ name: 'stripe-secret', hasChanges: true }],
    waiting: ['service-processing'],
  });

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'plans of a test '));
  for (const name of Object.values(filesOf('stripe-secret'))) {
    writeFileSync(path.join(folder, name), name);
  }
  digest = write();
});

afterEach(() => rmSync(folder, { recursive: true }));

test('what was reviewed is read back', () => {
  expect(readManifest(folder, 'test')).toMatchObject({
    commit: 'abc1234',
    stacks: [{ name: 'stripe-secret', hasChanges: true }],
    waiting: ['service-processing'],
  });
});

test('a plan for test is rejected in live, with both names in the message', () => {
  expect(() => readManifest(folder, 'live')).toThrow(/is for "test", not for "live": nothing was changed/);
});

test.each(Object.values(filesOf('stripe-secret')))(
  '%s that was changed after the review is rejected',
  (name) => {
    appendFileSync(path.join(folder, name), ' ');
    expect(() => readManifest(folder, 'test')).toThrow(/is not the file that was reviewed.*npm run plan/);
  },
);

test('a file that got lost on the way is rejected like a changed one', () => {
  rmSync(path.join(folder, filesOf('stripe-secret').plan));
  expect(() => readManifest(folder, 'test')).toThrow(
    /stripe-secret\.tfplan is not the file that was reviewed/,
  );
});

test('a folder without a plan, or with half a manifest, says how to create one', () => {
  writeFileSync(path.join(folder, 'manifest.json'), '{"workspace": "te');
  expect(() => readManifest(folder, 'test')).toThrow(
    /There is no plan in .*npm run plan -- --workspace test/,
  );
  expect(() => readManifest(path.join(folder, 'none'), 'test')).toThrow(/There is no plan in/);
});

describe('the digest of an approved plan', () => {
  const manifest = () => path.join(folder, 'manifest.json');
  const read = () => readManifest(folder, 'test', digest);

  test('is the SHA-256 of the manifest, so that anybody can compute it, and admits that plan', () => {
    expect(digest).toBe(createHash('sha256').update(readFileSync(manifest())).digest('hex'));
    expect(read()).toMatchObject({ commit: 'abc1234' });
  });

  test('rejects a manifest with a single changed byte, and names what was approved and what to run', () => {
    appendFileSync(manifest(), ' ');
    expect(read).toThrow(
      new RegExp(
        `has the digest [0-9a-f]{64}, but ${digest} was approved: nothing was changed\\. .*npm run plan -- --workspace test"`,
      ),
    );
  });

  test('rejects another plan that is complete in itself, as a swapped artifact is', () => {
    appendFileSync(path.join(folder, filesOf('stripe-secret').plan), 'another');
    write();
    expect(readManifest(folder, 'test').workspace).toBe('test');
    expect(read).toThrow(`but ${digest} was approved`);
  });

  test('leaves no plan file to be exchanged under the approved manifest', () => {
    appendFileSync(path.join(folder, filesOf('stripe-secret').plan), 'another');
    expect(read).toThrow(/stripe-secret\.tfplan is not the file that was reviewed/);
  });
});
