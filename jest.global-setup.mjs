import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';

/** A folder for what is made once in a run of the tests and used by several files (helpers/once-per-run.ts). */
export default function makeRunFolder() {
  process.env.TEST_RUN_FOLDER = mkdtempSync(path.join(tmpdir(), 'test run '));
}
