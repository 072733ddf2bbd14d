import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const endingSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const directories = new Set<string>();

function removeAll(): void {
  for (const directory of directories) rmSync(directory, { recursive: true, force: true });
  directories.clear();
}

/** Ends the process as the signal alone would; a command that handles the signal itself ends in its own time. */
function onSignal(signal: NodeJS.Signals): void {
  if (process.listenerCount(signal) > 1) return;
  removeAll();
  process.removeListener(signal, onSignal);
  process.kill(process.pid, signal);
}

/** Makes a folder for temporary files; it is removed when this process exits, also by Ctrl-C or SIGTERM. */
export function temporaryDirectory(): string {
  if (!process.listeners('exit').includes(removeAll)) {
    process.on('exit', removeAll);
    for (const signal of endingSignals) process.on(signal, onSignal);
  }
  const directory = mkdtempSync(path.join(tmpdir(), 'siftbeam-'));
  directories.add(directory);
  return directory;
}
