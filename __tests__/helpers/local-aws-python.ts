import { findPython } from '../../local/python';

/** Gives the tests of packages/local-aws a Python with moto, as the demo finds or installs it. */
export default async function findLocalAwsPython(): Promise<void> {
  try {
    process.env.LOCAL_AWS_PYTHON ??= await findPython({ log: console.error });
  } catch (error) {
    // Most tests of the package need none: those that do then fail by themselves.
    console.error(String(error));
  }
}
