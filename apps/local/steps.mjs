import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));

/**
 * Runs a program in the project's folder with our own input and output.
 * @returns {Promise<number>} its exit code; 1 when it was killed or could not be started
 */
export function runStep(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', ...options });
    child.once('error', (error) => {
      process.stderr.write(`${command}: ${error.message}\n`);
      resolve(1);
    });
    child.once('close', (code) => resolve(code ?? 1));
  });
}

/** Runs a script of package.json when there is one. */
export const runScript = (name) =>
  runStep('npm', ['run', '--silent', '--if-present', name], { shell: process.platform === 'win32' });
