/** What a command says on standard error, without its notice that it talks to emulators, as every test does. */
export const withoutEndpoints = (text: string) => text.replace(/^Not the real services: .*\n?/gm, '');
