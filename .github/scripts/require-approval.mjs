// node .github/scripts/require-approval.mjs ENVIRONMENT: fails, in one sentence, unless a job of this GitHub environment
// runs from main alone and only after a person other than the one who started it has approved it. GitHub creates an
// environment that a workflow names and nobody set up, without any protection.
/* global AbortSignal, fetch */
import process from 'node:process';

const [environment] = process.argv.slice(2);
const { GITHUB_API_URL, GITHUB_REPOSITORY, GITHUB_TOKEN } = process.env;
const address = `${GITHUB_API_URL}/repos/${GITHUB_REPOSITORY}/environments/${encodeURIComponent(environment)}`;

/** The message is what is wrong with the environment. */
class Unprotected extends Error {}

try {
  const problems = await problemsOf(await read(address));
  if (problems.length > 0) {
    throw new Unprotected(problems.join(', and '));
  }
  process.stdout.write(`The environment "${environment}" needs another person's approval.\n`);
} catch (error) {
  const reason = error instanceof Unprotected ? error.message : `could not be read: ${error.message}`;
  // GitHub shows a line that begins like this at the top of the run.
  process.stdout.write(
    `::error::Nothing is planned for ${environment}, because its GitHub environment "${environment}" ${reason}: ` +
      'docs/team-workflow.md describes under "Approval" what it needs and what to do where GitHub offers no required reviewers.\n',
  );
  process.exitCode = 1;
}

async function problemsOf({ protection_rules: rules = [], deployment_branch_policy: branchPolicy }) {
  const approval = rules.find(({ type }) => type === 'required_reviewers');
  const hasReviewers = approval?.reviewers?.length > 0;
  return [
    ...(hasReviewers ? [] : ['has no required reviewers']),
    ...(hasReviewers && !approval.prevent_self_review ? ['lets people approve what they started'] : []),
    ...((await admitsMainAlone(branchPolicy)) ? [] : ['is not limited to the deployment branch main']),
  ];
}

/** "Protected branches only" is not enough: without branch protection rules, which rulesets are not, it admits all. */
async function admitsMainAlone(branchPolicy) {
  if (!branchPolicy?.custom_branch_policies) {
    return false;
  }
  const { branch_policies: policies } = await read(`${address}/deployment-branch-policies`);
  return policies.length === 1 && policies[0].name === 'main' && policies[0].type !== 'tag';
}

async function read(url) {
  const response = await fetch(url, {
    headers: { accept: 'application/vnd.github+json', authorization: `Bearer ${GITHUB_TOKEN}` },
    signal: AbortSignal.timeout(30_000),
  });
  if (response.status === 404) {
    throw new Unprotected('does not exist');
  }
  if (response.status === 403) {
    throw new Unprotected('could not be read without the permission "actions: read"');
  }
  if (!response.ok) {
    throw new Unprotected(`could not be read, since GitHub responded with ${response.status}`);
  }
  return response.json();
}
