/** `npm run check`: everything but the tests, in the order in which it fails fastest; stops at the first failure. */
import { install } from './install.mjs';
import { runScript } from './steps.mjs';

install();
for (const step of ['lint', 'typecheck', 'build', 'schema:check']) {
  process.stdout.write(`— ${step}\n`);
  const code = await runScript(step);
  if (code !== 0) {
    process.stderr.write(`${step} failed.\n`);
    process.exit(code);
  }
}
