import type { EnvironmentName } from '../../settings/environment-names';

/** Where the local AWS of the demo says what it is. No bucket can have this name, so no request to AWS has this path. */
export const demoPath = '/_siftbeam-demo';

/** What the local AWS responds there. */
export interface DemoIdentity {
  /** The workspaces that are deployed in it. */
  readonly demoOf: readonly EnvironmentName[];
}

/** The workspaces of the demo at an endpoint; undefined if it is something else, such as moto alone. */
export async function workspacesOfDemo(url: string): Promise<readonly string[] | undefined> {
  try {
    const response = await fetch(new URL(demoPath, url), { signal: AbortSignal.timeout(5000) });
    const { demoOf } = (await response.json()) as Partial<DemoIdentity>;
    return Array.isArray(demoOf) ? demoOf : undefined;
  } catch {
    return undefined;
  }
}
