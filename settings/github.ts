import type { EnvironmentName } from './environment-names';
import { SettingsError } from './settings-error';

/** The repository whose workflows may assume the deployment roles of an environment. */
export interface GithubRepository {
  /** `owner/name`. */
  readonly fullName: string;
  /** Unlike the name, the ID never passes to another repository. */
  readonly id: string;
  /** The owner's ID, where the subject of the repository's tokens contains both IDs. */
  readonly ownerId?: string;
}

/** What the settings of an environment say of its repository. */
interface GithubSettings {
  readonly githubRepository?: string;
  readonly githubRepositoryId?: string;
  readonly githubOwnerId?: string;
}

const howToRead = 'Read the IDs with "gh api repos/OWNER/NAME --jq \'.id, .owner.id\'".';

/**
 * The repository in the settings; undefined without one, and then no workflow may assume any role.
 *
 * @throws if only a part of it is set: a name without its ID would admit whoever gets the name next
 */
export function githubRepositoryOf(settings: GithubSettings): GithubRepository | undefined {
  const { githubRepository: fullName, githubRepositoryId: id, githubOwnerId: ownerId } = settings;
  if (fullName === undefined && id === undefined && ownerId === undefined) {
    return undefined;
  }
  if (fullName === undefined || id === undefined) {
    const missing = fullName === undefined ? 'githubRepository' : 'githubRepositoryId';
    throw new SettingsError(
      `settings/environments.ts sets a part of the GitHub repository: "${missing}" is missing. ` +
        `Set "githubRepository" and "githubRepositoryId" together, or neither. ${howToRead}`,
    );
  }
  if (!/^[\w-]+\/[\w.-]+$/.test(fullName)) {
    throw new SettingsError(
      `"githubRepository" in settings/environments.ts is "${fullName}", but must be "owner/name".`,
    );
  }
  const noId = [id, ownerId].find((value) => value !== undefined && !/^\d+$/.test(value));
  if (noId !== undefined) {
    throw new SettingsError(
      `"${noId}" in settings/environments.ts is not an ID of GitHub, which has digits only. ${howToRead}`,
    );
  }
  return { fullName, id, ...(ownerId !== undefined && { ownerId }) };
}

/** Whether GitHub verifies by sending a file. In live that bills somebody: a person does it, with credentials of their own. */
export const sendsFromGithub = ({ name }: { readonly name: EnvironmentName }): boolean => name === 'test';
