import type { Writable } from 'node:stream';

/** Ends the process without an error once the reader of its output has closed it, as `| head` does. */
export function exitWhenClosed(output: Writable): void {
  output.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' && error.code !== 'EOF') {
      throw error;
    }
    process.exit();
  });
}
