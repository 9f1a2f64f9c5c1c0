import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { logModel } from '../../apps/api/src/contexts.js';
import { breaks } from './check.js';
import { type EventSchemas, schemasOf, schemasOfToday } from './schemas.js';

const root = process.cwd();
const FILE = 'libs/readers/src/catalogue/event-schemas.json';
const run = promisify(execFile);

const parsed = async (text: Promise<string>): Promise<EventSchemas> =>
  text.then((json) => JSON.parse(json) as EventSchemas).catch(() => ({}));

/** `npm run events` writes the file; `npm run events:check` compares, and ends with exit code 1 when something is wrong. */
const main = async (): Promise<void> => {
  const written = await parsed(readFile(join(root, FILE), 'utf8'));
  const schemas = schemasOf(
    logModel().catalogue.types,
    schemasOfToday(join(root, 'apps/api/src/contexts.ts')),
    written,
  );
  const text = `${JSON.stringify(schemas, null, 1)}\n`;
  if (!process.argv.includes('--check')) return writeFile(join(root, FILE), text);
  const committed = await parsed(
    run('git', ['show', `HEAD:${FILE}`], { cwd: root, maxBuffer: 1 << 26 }).then(({ stdout }) => stdout),
  );
  const isWritten = JSON.stringify(written) === JSON.stringify(schemas);
  const faults = [
    ...(isWritten ? [] : [`${FILE} is not what the code says: run npm run events and read the diff.`]),
    ...breaks(committed, schemas),
  ];
  if (faults.length === 0) return;
  process.stderr.write(`${faults.join('\n')}\n`);
  process.exitCode = 1;
};

await main();
