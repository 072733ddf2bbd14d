import { environmentNames } from '../../../settings/environment-names';
import { environmentOf } from '../../../settings/environments';
import { githubRepositoryOf } from '../../../settings/github';

const both = { githubRepository: 'acme/billing', githubRepositoryId: '42' };

test('the default settings name no repository, so that no stranger may deploy into the account', () => {
  for (const name of environmentNames) {
    expect(githubRepositoryOf(environmentOf(name))).toBeUndefined();
  }
});

test('a repository is its name and its ID, and its owner where the tokens say so', () => {
  expect(githubRepositoryOf(both)).toEqual({ fullName: 'acme/billing', id: '42' });
  expect(githubRepositoryOf({ ...both, githubOwnerId: '7' })).toMatchObject({ ownerId: '7' });
});

test.each([
  [{ githubRepository: 'acme/billing' }, '"githubRepositoryId" is missing'],
  [{ githubRepositoryId: '42' }, '"githubRepository" is missing'],
  [{ githubOwnerId: '7' }, '"githubRepository" is missing'],
])('%j alone is refused, because a name without its ID can pass to somebody else', (settings, missing) => {
  expect(() => githubRepositoryOf(settings)).toThrow(
    `settings/environments.ts sets a part of the GitHub repository: ${missing}. ` +
      'Set "githubRepository" and "githubRepositoryId" together, or neither.',
  );
});

test.each(['acme', 'acme/*', 'https://github.com/acme/billing', ''])(
  'the name "%s" is refused, because no token would ever have it',
  (githubRepository) => {
    expect(() => githubRepositoryOf({ ...both, githubRepository })).toThrow('must be "owner/name"');
  },
);

test.each([{ githubRepositoryId: 'billing' }, { githubOwnerId: 'acme' }])(
  '%j is refused as an ID, with the command that reads it',
  (changed) => {
    expect(() => githubRepositoryOf({ ...both, ...changed })).toThrow(
      /is not an ID of GitHub, which has digits only\. Read the IDs with "gh api/,
    );
  },
);
