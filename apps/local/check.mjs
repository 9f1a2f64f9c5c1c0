/** `npm run check`: everything but the tests. Every step runs, so that one look shows all there is to mend. */
import { install } from './install.mjs';
import { runScript } from './steps.mjs';

install();
const failed = [];
for (const step of ['lint', 'typecheck', 'build', 'schema:check', 'events:check']) {
  process.stdout.write(`— ${step}\n`);
  if ((await runScript(step)) !== 0) failed.push(step);
}
if (failed.length > 0) {
  process.stderr.write(`Failed: ${failed.join(', ')}.\n`);
  process.exit(1);
}
