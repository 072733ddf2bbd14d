import { attributeChanges } from './attribute-changes';
import type { ResourceChange } from '../shared/plans/terraform-plan';

/** Markdown for the change of one resource: a line that expands to a diff of its attributes. */
export function resourceSection(resource: ResourceChange, action: string, maxLines: number): string {
  const title = `<b>${action}</b> <code>${escapeHtml(resource.address)}</code>${escapeHtml(remarksOn(resource))}`;
  const lines = attributeChanges(resource.change);
  if (lines.length === 0 || maxLines === 0) {
    return title;
  }
  const shown = lines.slice(0, maxLines);
  if (shown.length < lines.length) {
    shown.push(`… ${lines.length - shown.length} more lines`);
  }
  return `<details><summary>${title}</summary>\n\n${codeBlock(shown.join('\n'), 'diff')}\n\n</details>`;
}

/** A Markdown code block whose fence is longer than any in its content. */
export function codeBlock(text: string, language = ''): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const marks = '`'.repeat(longest + 1);
  return `${marks}${language}\n${text}\n${marks}`;
}

/** Terraform's `action_reason`, where the action alone does not explain itself. */
const reasons: Readonly<Record<string, string>> = {
  replace_because_tainted: 'an earlier run left it incomplete',
  replace_by_request: 'asked for with -replace',
  replace_by_triggers: 'by its replace_triggered_by',
  delete_because_no_resource_config: 'no longer in the configuration',
};

function remarksOn({ change, previous_address, action_reason = '' }: ResourceChange): string {
  const paths = (change.replace_paths ?? []).map((path) => path.join('.'));
  const remarks = [
    ...(paths.length > 0 ? [`forced by ${paths.join(', ')}`] : []),
    ...(reasons[action_reason] ? [reasons[action_reason]] : []),
    ...(change.importing ? [`imported as ${change.importing.id ?? '(known after apply)'}`] : []),
    ...(previous_address ? [`moved from ${previous_address}`] : []),
  ];
  return remarks.map((remark) => ` · ${remark}`).join('');
}

function escapeHtml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
