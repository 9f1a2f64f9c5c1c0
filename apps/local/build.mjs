/**
 * Compiles apps/, libs/ and test/ (without the specs) to dist/, copies what is not TypeScript, and removes what no longer
 * has a source. Types are checked elsewhere (`npm run typecheck`): a start should not wait for that.
 */
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const OUT = 'dist';
const SOURCES = ['apps', 'libs', 'test'];
const SKIPPED = /\.(spec\.ts|d\.ts|snap)$|^apps\/local\//;

/**
 * Builds what has changed.
 * @param {{ under?: string }} [options] `under` limits the build to sources whose path begins with it
 * @returns {Promise<{ written: number, removed: number }>}
 */
export async function build({ under = '' } = {}) {
  const sources = (await Promise.all(SOURCES.map(filesIn))).flat().filter((path) => !SKIPPED.test(path));
  const wanted = new Map(sources.map((path) => [outputOf(path), path]));
  const settings = await modifiedAt('.swcrc');
  const chosen = [...wanted].filter(([, source]) => source.startsWith(under));
  const written = await Promise.all(chosen.map(([output, source]) => write(output, source, settings)));
  const stale = (await filesIn(OUT)).filter(
    (path) => !wanted.has(path) && path.slice(OUT.length + 1).startsWith(under),
  );
  await Promise.all(stale.map((path) => rm(join(root, path), { force: true })));
  return { written: written.filter(Boolean).length, removed: stale.length };
}

const outputOf = (source) => `${OUT}/${source.replace(/\.ts$/, '.js')}`;

/** Paths from the project's root, with `/` on every system; none when the folder is missing. */
async function filesIn(folder) {
  const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath ?? entry.path, entry.name)).replaceAll('\\', '/'));
}

const modifiedAt = (path) =>
  stat(join(root, path)).then(
    (found) => found.mtimeMs,
    () => 0,
  );

async function write(output, source, settings) {
  const newest = Math.max(settings, await modifiedAt(source));
  if ((await modifiedAt(output)) > newest) return false;
  const content = source.endsWith('.ts') ? await compile(source, output) : await readFile(join(root, source));
  const target = join(root, output);
  await mkdir(dirname(target), { recursive: true });
  // A name of its own and a rename: two builds at once, or a process that loads a file now, never see half of it.
  const draft = `${target}.${process.pid}`;
  await writeFile(draft, content);
  await rename(draft, target);
  return true;
}

async function compile(source, output) {
  const { transformFile } = await import('@swc/core');
  const sourceFileName = relative(dirname(join(root, output)), join(root, source)).replaceAll('\\', '/');
  try {
    return (await transformFile(join(root, source), { cwd: root, sourceFileName, swcrc: true })).code;
  } catch (error) {
    // What follows is the compiler's own stack, of no use to whoever wrote the source.
    throw new Error(`${source}\n${error.message.split(/\n+Caused by/)[0].trim()}`, { cause: error });
  }
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  try {
    const { written, removed } = await build();
    console.log(`built: ${written} files written, ${removed} removed`);
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
