import { CommandError } from '../command-error';

type Mode = 'test' | 'live';

/** A key begins a word, or follows a line break or a tab as JSON writes it: `\n`. */
const secrets = /(?:\b|(?<=\\[bfnrt]))(?:(sk|rk|pk)_(test|live)_[A-Za-z0-9_]{8,}|(whsec)_\S{8,})/g;

/** The text without the rest of any Stripe key or webhook secret in it, whoever wrote it there. */
export function withoutKeys(text: string): string {
  return text.replace(
    secrets,
    (_, kind?: string, mode?: string) => `${kind ? `${kind}_${mode}` : 'whsec'}_…`,
  );
}

export function holdsKey(text: string): boolean {
  return text.search(secrets) >= 0;
}

/**
 * The key, when it is a secret or restricted key of the mode.
 *
 * @param source what the text is, to begin the sentence with
 * @throws CommandError that says what the text is instead, and never shows it
 */
export function requireKeyOfMode(text: string, mode: Mode, source: string): string {
  const refusal = (what: string) =>
    new CommandError(
      `${source} is ${what}. ${mode} needs a secret key (sk_${mode}_…) or a restricted key (rk_${mode}_…): give ` +
        'one to "npm run stripe:key".',
    );
  if (text.startsWith('pk_')) {
    throw refusal('a publishable key, which may not send meter events');
  }
  if (text.startsWith('whsec_')) {
    throw refusal('the signing secret of a webhook, not an API key');
  }
  const [, keyMode] = /^[sr]k_(test|live)_[A-Za-z0-9_]{8,}$/.exec(text) ?? [];
  if (!keyMode) {
    throw refusal('no Stripe key');
  }
  if (keyMode !== mode) {
    throw refusal(`a key of ${keyMode} mode`);
  }
  return text;
}
