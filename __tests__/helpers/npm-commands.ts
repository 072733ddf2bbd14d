import { environmentNames } from '../../settings/environment-names';

/** A command that a text tells its reader to run. */
export interface NpmCommand {
  readonly script: string;
  readonly args: readonly string[];
}

const inEveryWorkspace = (text: string) =>
  environmentNames.map((name) => text.replaceAll('$WORKSPACE', name)).join('\n');

/** The names of the npm scripts in a text, sorted; `$WORKSPACE` stands for either. */
export function scriptsIn(text: string): string[] {
  const found = inEveryWorkspace(text).matchAll(/npm run (?:--silent )?([\w:-]+)/g);
  return [...new Set([...found].map(([, name = '']) => name))].sort();
}

/** The commands in the code of a Markdown text, with their arguments. */
export function npmCommandsIn(markdown: string): NpmCommand[] {
  const blocks = [...markdown.matchAll(/^ *```\n([^]*?)^ *```$/gm)].map(([, block = '']) => block);
  const spans = [...markdown.replace(/^ *```[^]*?^ *```$/gm, '').matchAll(/`([^`\n]+)`/g)].map(
    ([, span = '']) => span,
  );
  const lines = inEveryWorkspace([...blocks, ...spans].join('\n'));
  const found = lines.matchAll(/npm run (?:--silent )?([\w:-]+)(?: --silent)?(?: -- (.*))?/g);
  return [...found].map(([, script = '', args = '']) => ({ script, args: wordsOf(args) }));
}

/** The words up to the end of the command, without their quotes. */
function wordsOf(args: string): string[] {
  const words = args.match(/'[^']*'|"[^"]*"|\S+/g) ?? [];
  const end = words.findIndex((word) => ['|', '&&', ';', '#'].includes(word));
  return words.slice(0, end < 0 ? words.length : end).map((word) => word.replace(/^(['"])(.*)\1$/, '$2'));
}
