/** What a team wrote cannot be used; the message is a sentence that says what and where. */
export class SettingsError extends Error {}
