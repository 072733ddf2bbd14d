/** `npm start`: a Stripe API on this machine until Ctrl-C, which takes the key that the caller made up. */
import { startLocalStripe } from './server';

const keyAdvice =
  'make a secret key up, sk_test_ or sk_live_ and at least 8 letters and digits, and set STRIPE_API_KEY to it here ' +
  'and where the API is used';

async function main(): Promise<void> {
  const { STRIPE_API_KEY: value = '' } = process.env;
  const [, mode] = /^sk_(test|live)_[A-Za-z0-9]{8,}$/.exec(value) ?? [];
  if (mode !== 'test' && mode !== 'live') {
    throw new Error(`STRIPE_API_KEY is ${value ? 'no secret key' : 'not set'}: ${keyAdvice}.`);
  }
  if (process.argv.length > 2) {
    throw new Error(`There are no options, such as "${process.argv[2]}": ${keyAdvice}.`);
  }
  const interrupted = new Promise<void>((resolve) => {
    for (const name of ['SIGINT', 'SIGTERM'] as const) {
      process.once(name, () => resolve());
    }
  });
  const server = await startLocalStripe({ keys: [{ value, mode }] });
  console.log(`Stripe's API, ${mode} mode, until Ctrl-C; nothing of it is kept.`);
  console.log(server.url);
  await interrupted;
  await server.stop();
}

main().catch((error: unknown) => {
  process.exitCode = 1;
  console.error(error instanceof Error ? error.message : String(error));
});
