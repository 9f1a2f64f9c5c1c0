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
const { passed, failed } = count(code);
rmSync(scratch, { recursive: true, force: true });
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exit(failed === 0 ? 0 : 1);

function runJest() {
  const jest = join('node_modules', 'jest', 'bin', 'jest.js');
  const options = ['-c', 'test/jest.config.mjs', '--json', `--outputFile=${outputFile}`, ...process.argv.slice(2)];
  const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  // What a person reads goes to stderr; stdout would only tell where the result file is.
  return runStep(process.execPath, [...flags, jest, ...options], { stdio: ['inherit', 'ignore', 'inherit'] });
}

/** A run without a result (killed, broken configuration) or with a bad exit code all the same is a failure of its own. */
function count(exitCode) {
  try {
    const result = JSON.parse(readFileSync(outputFile, 'utf8'));
    const failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
    return { passed: result.numPassedTests, failed: failed === 0 && exitCode !== 0 ? 1 : failed };
  } catch {
    return { passed: 0, failed: 1 };
  }
}
