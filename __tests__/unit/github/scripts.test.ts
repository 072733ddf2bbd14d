import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jobsOf, scriptOf, workflow } from '../../helpers/workflows';

interface Post {
  /** A comment has an id, an issue a number. */
  readonly id: number;
  readonly number: number;
  readonly user: { readonly type: string };
  body: string;
}

/** The part of GitHub that the scripts use: the comments of one pull request, or the issues of a repository. */
class Github {
  constructor(readonly posts: Post[] = []) {}

  private readonly all = () => this.posts;
  private readonly ofCreator = ({ creator }: { creator?: string }) =>
    this.posts.filter(({ user }) => creator === 'github-actions[bot]' && user.type === 'Bot');
  private readonly create = async ({ body }: { body: string }) => {
    const number = this.posts.length + 1;
    this.posts.push({ id: number, number, user: { type: 'Bot' }, body });
  };
  private readonly update = async (change: { comment_id?: number; issue_number?: number; body: string }) => {
    const wanted = change.comment_id ?? change.issue_number;
    this.posts.find(({ number }) => number === wanted)!.body = change.body;
  };

  readonly rest = {
    issues: {
      listComments: this.all,
      createComment: this.create,
      updateComment: this.update,
      listForRepo: this.ofCreator,
      create: this.create,
      update: this.update,
    },
  };
  readonly paginate = async (list: (options: object) => Post[], options: object) => list(options);
}

const context = {
  repo: { owner: 'siftbeam', repo: 'stripe-usage-billing' },
  issue: { number: 7 },
  serverUrl: 'https://github.com',
  runId: 42,
};

/** Runs a script as actions/github-script does: as the body of an async function with these names. */
async function run(script: string, github: Github): Promise<void> {
  const AsyncFunction = (async () => {}).constructor as FunctionConstructor;
  await new AsyncFunction('github', 'context', 'require', script)(github, context, require);
}

const scripts = [
  ['the comment on a pull request', scriptOf(jobsOf(workflow('pull-request.yml')).comment!)],
  ['the issue on drift', scriptOf(jobsOf(workflow('drift.yml')).report!)],
] as const;

describe.each(scripts)('%s', (_, script) => {
  const before = process.cwd();
  let folder: string;
  const summarize = (workspace: string, text: string) => {
    mkdirSync(join('summaries', `summary-${workspace}`), { recursive: true });
    writeFileSync(join('summaries', `summary-${workspace}`, 'summary.md'), text);
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'summaries-'));
    process.chdir(folder);
  });
  afterEach(() => {
    process.chdir(before);
    rmSync(folder, { recursive: true, force: true });
  });

  test('is a single one for both workspaces, which the next run updates', async () => {
    const github = new Github();
    summarize('test', '## Plan for `test`: 1 to add\n');
    summarize('live', '## Plan for `live`: no changes\n');
    await run(script, github);
    summarize('test', '## Plan for `test`: no changes\n');
    await run(script, github);

    expect(github.posts).toHaveLength(1);
    expect(github.posts[0]!.body).toContain('`test`: no changes\n\n## Plan for `live`: no changes');
    expect(github.posts[0]!.body).not.toContain('1 to add');
    expect(github.posts[0]!.body).toContain(
      'https://github.com/siftbeam/stripe-usage-billing/actions/runs/42',
    );
  });

  test('does not touch the text of a person who quotes the script', async () => {
    const github = new Github();
    await run(script, github);
    const quoted = { id: 1, number: 1, user: { type: 'User' }, body: `${github.posts[0]!.body}\n\nReally?` };
    const next = new Github([quoted]);
    await run(script, next);
    expect(next.posts.map(({ user }) => user.type)).toEqual(['User', 'Bot']);
    expect(next.posts[0]!.body).toContain('Really?');
  });

  test('says which plan failed, instead of showing nothing or the plan of another run', async () => {
    const github = new Github();
    summarize('test', '## Plan for `test`: no changes\n');
    await run(script, github);
    expect(github.posts[0]!.body).toContain('## Plan for `live`: failed\n\nThere is no summary');
  });

  test('is no longer than GitHub accepts, even with two summaries of the greatest length', async () => {
    const github = new Github();
    for (const workspace of ['test', 'live']) {
      summarize(workspace, 'x'.repeat(32_000));
    }
    await run(script, github);
    expect(github.posts[0]!.body.length).toBeLessThan(65_536);
  });
});
