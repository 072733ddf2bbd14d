/** Whether a URL names this machine by its loopback interface. */
export function isOnThisMachine(url: string): boolean {
  return /^https?:\/\/(127\.0\.0\.1|localhost|\[::1\])(:|\/|$)/.test(url);
}
