/** The package has no types of its own. */
declare module 'asl-validator' {
  interface Finding {
    readonly 'Error code': string;
    readonly Message: string;
    readonly schemaError?: { readonly instancePath: string };
  }
  function validate(definition: unknown): { readonly errors: readonly Finding[] };
  export = validate;
}
