import type { Writable } from 'node:stream';

/** Ends the process quietly when nobody reads its output any more, as after `| head`. */
export function exitWhenClosed(output: Writable): void {
  output.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' && error.code !== 'EOF') {
      throw error;
    }
    process.exit();
  });
}
