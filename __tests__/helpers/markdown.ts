export { anchorOf } from '../../local/demo/runbook';

const withoutCode = (text: string) => text.replace(/^```[^]*?^```/gm, '');

export const headingsOf = (text: string): string[] =>
  [...withoutCode(text).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading);

/** The targets of links to files of the repository; a link within the same file has an empty `file`. */
export const relativeLinksOf = (text: string): { file: string; anchor: string }[] =>
  [...withoutCode(text).matchAll(/\]\((?!\w+:)([^)#]*)(?:#([^)]*))?\)/g)].map(
    ([, file = '', anchor = '']) => ({ file, anchor }),
  );

/** The paths in a tree that is drawn with two spaces for each level: the first word of each line, under its folder. */
export function pathsInTree(tree: string): string[] {
  const folders: string[] = [];
  return tree.split('\n').map((line) => {
    const [, indent = '', name = ''] = /^( *)(\S+)/.exec(line) ?? [];
    const level = indent.length / 2;
    folders.splice(level, folders.length, name);
    return folders.join('');
  });
}
