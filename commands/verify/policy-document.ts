/** A statement as AWS returns it: a list of one may stand there as the element itself. */
export interface DocumentStatement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Principal?: string | Record<string, string | string[]>;
  readonly NotPrincipal?: unknown;
  readonly Action?: string | string[];
  readonly NotAction?: string | string[];
  readonly Resource?: string | string[];
  readonly NotResource?: string | string[];
  readonly Condition?: Record<string, Record<string, string | string[]>>;
}

/**
 * The statements of a resource's or a trust policy.
 *
 * @param document the policy's JSON text
 */
export function documentStatements(document: string): DocumentStatement[] {
  const { Statement = [] } = JSON.parse(document) as {
    readonly Statement?: DocumentStatement | DocumentStatement[];
  };
  return [Statement].flat();
}
