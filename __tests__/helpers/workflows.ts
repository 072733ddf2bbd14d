import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const projectFolder = join(__dirname, '..', '..');
const githubFolder = join(projectFolder, '.github');

/** A file of GitHub Actions. */
export interface ActionsFile {
  readonly name: string;
  readonly text: string;
}

const read = (...names: string[]): ActionsFile => ({
  name: names.join('/'),
  text: readFileSync(join(githubFolder, ...names), 'utf8'),
});

export const workflows: readonly ActionsFile[] = readdirSync(join(githubFolder, 'workflows')).map((name) =>
  read('workflows', name),
);

/** The steps that workflows share. */
export const prepareAction = read('actions', 'prepare', 'action.yml');

export const workflow = (name: string): ActionsFile => read('workflows', name);

/** The text of each job by its name. Jobs are what is indented by two under `jobs:`. */
export function jobsOf({ text }: ActionsFile): Record<string, string> {
  const [, ...parts] = text.slice(text.indexOf('\njobs:\n')).split(/^ {2}(?=[\w-]+:$)/m);
  return Object.fromEntries(parts.map((part) => [part.slice(0, part.indexOf(':')), part]));
}

/** The script of the only step that has one. */
export function scriptOf(job: string): string {
  const script = /^( *)script: \|\n((?:\1 {2}.*\n|\n)+)/m.exec(job);
  if (!script) {
    throw new Error('The job has no script.');
  }
  return script[2]!;
}
