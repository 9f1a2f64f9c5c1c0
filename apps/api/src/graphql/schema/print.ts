import 'reflect-metadata';
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { secureSchema } from '#libs/api-kit';
import { peopleSecurity } from '#libs/people';
import pg from 'pg';
import { apiModules } from '../../app.module.js';
import { buildSchemaOf } from './build.js';
import { faultsOf, printSorted } from './check.js';

const root = process.cwd();
const file = 'apps/api/schema.graphql';
const run = promisify(execFile);

const orNull = async (text: Promise<string>): Promise<string | null> => text.catch(() => null);

/** `npm run schema` writes the file; `npm run schema:check` compares and ends with exit code 1 when something is wrong. */
const main = async (): Promise<void> => {
  // The pool is never asked for a connection: nothing is instantiated but the schema.
  const schema = await buildSchemaOf(apiModules(new pg.Pool()), (built) => secureSchema(built, peopleSecurity));
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
