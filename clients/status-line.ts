import { clearLine, cursorTo } from 'node:readline';
import type { Writable } from 'node:stream';

/** A stream that may be a terminal. */
export type TerminalOutput = Writable & { readonly isTTY?: boolean; readonly columns?: number };

const redrawMilliseconds = 1000;

/** Clears the line that is drawn now: there is one terminal. */
let clearDrawn = () => {};

/** Removes a line that is being redrawn, so that whoever prints past it does not print behind it. */
export function clearStatusLine(): void {
  clearDrawn();
}

/** Whether a line can be redrawn there: at a terminal, unless it is a dumb one or a CI system's. */
export function canRedraw(output: TerminalOutput, env: NodeJS.ProcessEnv = process.env): boolean {
  return output.isTTY === true && env.TERM !== 'dumb' && !env.CI;
}

/** Whether what is printed there may be coloured: at a terminal, unless NO_COLOR or a dumb terminal says no. */
export function mayColor(output: TerminalOutput, env: NodeJS.ProcessEnv = process.env): boolean {
  return output.isTTY === true && env.TERM !== 'dumb' && !env.NO_COLOR;
}

/**
 * One line at the end of a terminal's output that says what happens now and is redrawn every second. Elsewhere it is
 * not shown at all.
 */
export class StatusLine {
  readonly isShown: boolean;
  private readonly texts = new Map<string, () => string>();
  private timer: NodeJS.Timeout | undefined;
  private isDrawn = false;

  constructor(
    private readonly output: TerminalOutput,
    env: NodeJS.ProcessEnv = process.env,
  ) {
    this.isShown = canRedraw(output, env);
  }

  /** Shows what one of several works does now, until `remove`. */
  show(work: string, text: () => string): void {
    if (!this.isShown) {
      return;
    }
    this.texts.set(work, text);
    this.timer ??= setInterval(() => this.redraw(), redrawMilliseconds).unref();
    this.redraw();
  }

  remove(work: string): void {
    this.texts.delete(work);
    if (this.texts.size > 0) {
      this.redraw();
      return;
    }
    clearInterval(this.timer);
    this.timer = undefined;
    this.clear();
  }

  /** Prints whole lines above. */
  above(print: () => void): void {
    this.clear();
    print();
    this.redraw();
  }

  clear(): void {
    if (this.isDrawn) {
      this.isDrawn = false;
      cursorTo(this.output, 0);
      clearLine(this.output, 0);
    }
  }

  redraw(): void {
    if (this.texts.size === 0) {
      return;
    }
    const text = [...this.texts.values()].map((textNow) => textNow()).join(' | ');
    clearStatusLine();
    this.isDrawn = true;
    clearDrawn = () => this.clear();
    // A line that wraps could not be cleared.
    const columns = (this.output.columns ?? 80) - 1;
    this.output.write(text.length > columns ? `${text.slice(0, columns - 1)}…` : text);
  }
}
