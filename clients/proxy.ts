import { CommandError } from './command-error';

/** Names of this machine, which no proxy could reach. */
const loopback = /^(localhost|127(\.\d+){3}|\[?::1\]?)$/;

/**
 * The proxy for HTTPS requests to a host, as Terraform, the AWS CLI and pip find it: HTTPS_PROXY, unless NO_PROXY lists
 * the host or a domain above it. Each may be in lower case.
 *
 * @returns undefined if the host is reached without a proxy
 * @throws CommandError if HTTPS_PROXY is no URL
 */
export function proxyFor(host: string, env: NodeJS.ProcessEnv = process.env): URL | undefined {
  const text = env.https_proxy || env.HTTPS_PROXY;
  if (!text || loopback.test(host) || isExempt(host, env.no_proxy || env.NO_PROXY || '')) {
    return undefined;
  }
  // Without a scheme it is one of HTTP, as for Terraform.
  const url = text.includes('://') ? text : `http://${text}`;
  if (!URL.canParse(url) || !/^https?:/.test(url)) {
    // Not repeated, since it may hold a password.
    throw new CommandError(
      'HTTPS_PROXY must be a URL such as http://proxy.example:3128. Correct or unset it.',
    );
  }
  return new URL(url);
}

/** What the proxy wants to know of its user; none if HTTPS_PROXY names none. */
export function proxyAuthorization({ username, password }: URL): string | undefined {
  const user = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return username ? `Basic ${Buffer.from(user).toString('base64')}` : undefined;
}

function isExempt(host: string, list: string): boolean {
  return list.split(/[\s,]+/).some((entry) => {
    const domain = entry
      .replace(/:\d+$/, '')
      .replace(/^\*?\./, '')
      .toLowerCase();
    return entry === '*' || (domain !== '' && (host === domain || host.endsWith(`.${domain}`)));
  });
}
