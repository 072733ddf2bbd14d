import { withoutKeys } from '../../clients/stripe/key-text';
import { attributeChanges } from './attribute-changes';
import { changedOutputs, countsOf } from '../shared/plans/counts';
import { dangersOf } from '../shared/plans/dangers';
import { codeBlock, resourceSection } from './resource-section';
import { actionOf, changedResources, relevantDrift } from '../shared/plans/terraform-plan';
import type { StackOutcome } from '../shared/plans/plan-stack';

export interface SummaryOptions {
  readonly workspace: string;
  readonly outcomes: readonly StackOutcome[];
  readonly terraformVersion: string;
  /** @default - the project is in no Git repository */
  readonly commit?: string;
  /** The digest of the plan, by which `npm run apply` recognizes it. @default - there is no plan to apply */
  readonly digest?: string;
}

/**
 * Longest summary, in characters. A comment on GitHub holds 65,536 ("Body is too long (maximum is 65536
 * characters)"), so that the summaries of both workspaces fit into one comment.
 */
export const maxSummaryLength = 32_000;

/** How many lines of each resource's diff are shown: as many as fit. */
const lineLimits = [Infinity, 400, 150, 60, 25, 10, 0];

/** The plans of a workspace as Markdown for a pull request: dangers first, then what happens to each resource. */
export function summaryOf(options: SummaryOptions): string {
  let text = '';
  for (const maxLines of lineLimits) {
    text = withoutKeys(render(options, maxLines));
    if (text.length <= maxSummaryLength) {
      return text;
    }
  }
  const end = '\n\n**The summary is cut here: it is longer than fits into a comment.**\n';
  return text.slice(0, text.lastIndexOf('\n', maxSummaryLength - end.length)) + end;
}

function render(options: SummaryOptions, maxLines: number): string {
  const { workspace, outcomes, terraformVersion, commit, digest } = options;
  const plans = outcomes.flatMap((outcome) => ('plan' in outcome ? [outcome.plan] : []));
  const failed = outcomes.some((outcome) => 'reason' in outcome && outcome.isFailure);
  const dangers = dangersOf(...plans);
  const sections = [
    `## Plan for \`${workspace}\`: ${failed ? 'failed' : countsOf(plans)}`,
    `Terraform ${terraformVersion}${commit ? `, commit \`${commit}\`` : ''}`,
    ...(digest ? [`Digest \`${digest}\``] : []),
    ...(dangers.length > 0 ? ['### ⚠️ Dangers', dangers.map((danger) => `- ${danger}`).join('\n')] : []),
    ...(maxLines < Infinity
      ? [`Each diff is cut after ${maxLines} lines, so that the summary fits into a comment.`]
      : []),
    ...outcomes.flatMap((outcome) => stackSection(outcome, maxLines)),
  ];
  return `${sections.join('\n\n')}\n`;
}

function stackSection(outcome: StackOutcome, maxLines: number): string[] {
  const { name } = outcome;
  if ('reason' in outcome) {
    return [`### \`${name}\`: ${outcome.isFailure ? 'failed' : 'not planned'}`, codeBlock(outcome.reason)];
  }
  const { plan } = outcome;
  const outputs = changedOutputs(plan);
  const drift = relevantDrift(plan).filter(({ change }) => attributeChanges(change).length > 0);
  return [
    `### \`${name}\`: ${countsOf([plan])}`,
    ...changedResources(plan).map((resource) => resourceSection(resource, actionOf(resource), maxLines)),
    ...(outputs.length > 0
      ? [`Outputs that change: ${outputs.map((output) => `\`${output}\``).join(', ')}`]
      : []),
    ...(drift.length > 0 ? [`#### Changed outside Terraform in \`${name}\``] : []),
    ...drift.map((resource) => resourceSection(resource, 'drift', maxLines)),
  ];
}
