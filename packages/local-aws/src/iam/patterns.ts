import { partsOfArn } from '../arn';

/** A text in which `*` stands for any characters and `?` for one, as a regular expression. */
function wildcards(pattern: string, flags: string): RegExp {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replace(/\*/g, '.*').replace(/\?/g, '.')}$`, `s${flags}`);
}

/** Whether the text matches the pattern; case matters. */
export function matchesText(pattern: string, text: string): boolean {
  return wildcards(pattern, '').test(text);
}

/** Whether an action (`states:StartExecution`) matches an `Action` element; case does not matter. */
export function matchesAction(pattern: string, action: string): boolean {
  return wildcards(pattern, 'i').test(action);
}

/** The six parts of an ARN, the last one with its colons; undefined for a text that is not a whole ARN. */
export function arnParts(arn: string): string[] | undefined {
  if (!/^arn:(?:[^:]*:){4}/.test(arn)) {
    return undefined;
  }
  const { partition, service, region, accountId, resource } = partsOfArn(arn);
  return ['arn', partition, service, region, accountId, resource];
}

/** Whether an ARN matches a pattern part by part, so that a wildcard in one part cannot match across the next. */
export function matchesArn(pattern: string, arn: string): boolean {
  const patterns = arnParts(pattern);
  const parts = arnParts(arn);
  if (patterns === undefined || parts === undefined) {
    return false;
  }
  return patterns.every((part, index) => matchesText(part, parts[index]!));
}
