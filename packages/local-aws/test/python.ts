/** A Python that has moto, by LOCAL_AWS_PYTHON or on the PATH; without moto the tests that need it fail and say so. */
export const python = process.env.LOCAL_AWS_PYTHON ?? (process.platform === 'win32' ? 'python' : 'python3');
