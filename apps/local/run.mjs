import { install } from './install.mjs';

/**
 * Installs, builds and runs one of the built applications in this process, so that signals reach it directly.
 * @param {string} name folder of the application under apps/
 */
export async function run(name) {
  install();
  process.setSourceMapsEnabled(true);
  // Not before the packages are there: the build needs one of them.
  const { build } = await import('./build.mjs');
  try {
    await build();
  } catch (error) {
    process.stderr.write(`The sources could not be built: ${error.message}\n`);
    process.exit(1);
  }
  await import(`../../dist/apps/${name}/src/main.js`);
}
