/**
 * `npm test`: every spec, on a real Postgres. Arguments are passed on to jest (`npm test -- people`).
 * The last line is always `N passed, N failed`; a file that cannot be run counts as one failure.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { install } from './install.mjs';
import { runStep } from './steps.mjs';

install();
const { build } = await import('./build.mjs');
const scratch = mkdtempSync(join(tmpdir(), 'twolane-test-result-'));
const outputFile = join(scratch, 'result.json');

// Ctrl-C reaches jest as well: it ends, and then we do, with what it had done until then.
process.on('SIGINT', () => undefined);

const built = await build().then(
  () => true,
  (error) => {
    process.stderr.write(`The sources could not be built: ${error.message}\n`);
    return false;
  },
);
const code = built ? await runJest() : 1;
const { passed, failed } = count();
rmSync(scratch, { recursive: true, force: true });
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exit(code === 0 && failed === 0 ? 0 : 1);

function runJest() {
  const jest = join('node_modules', 'jest', 'bin', 'jest.js');
  const options = ['-c', 'test/jest.config.mjs', '--json', `--outputFile=${outputFile}`, ...process.argv.slice(2)];
  const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  // What a person reads goes to stderr; stdout would only tell where the result file is.
  return runStep(process.execPath, [...flags, jest, ...options], { stdio: ['inherit', 'ignore', 'inherit'] });
}

/** A run that left no result (it was killed, or its configuration is broken) is a failure of its own. */
function count() {
  try {
    const result = JSON.parse(readFileSync(outputFile, 'utf8'));
    return { passed: result.numPassedTests, failed: result.numFailedTests + result.numRuntimeErrorTestSuites };
  } catch {
    return { passed: 0, failed: 1 };
  }
}
