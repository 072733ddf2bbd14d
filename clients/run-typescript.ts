/**
 * What precedes a TypeScript file on Node.js's command line, as in the npm scripts, from any working folder. tsx's own
 * program would start a second Node.js, of which the one in front passes signals on and kills the other after 30 ms.
 */
export const typescriptLoader: readonly string[] = ['--require', require.resolve('tsx/cjs')];
