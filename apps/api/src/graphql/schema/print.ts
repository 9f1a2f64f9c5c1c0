import 'reflect-metadata';
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { apiSchema } from '../../schema.js';
import { faultsOf, printSorted } from './check.js';

const root = process.cwd();
const file = 'apps/api/schema.graphql';
const run = promisify(execFile);

const orNull = async (text: Promise<string>): Promise<string | null> => text.catch(() => null);

/** `npm run schema` writes the file; `npm run schema:check` compares and ends with exit code 1 when something is wrong. */
const main = async (): Promise<void> => {
  const schema = await apiSchema();
  if (!process.argv.includes('--check')) return writeFile(join(root, file), printSorted(schema));
  const faults = faultsOf(schema, {
    written: await orNull(readFile(join(root, file), 'utf8')),
    committed: await orNull(run('git', ['show', `HEAD:${file}`], { cwd: root }).then(({ stdout }) => stdout)),
  });
  if (faults.length === 0) return;
  process.stderr.write(`${faults.join('\n')}\n`);
  process.exitCode = 1;
};

await main();
