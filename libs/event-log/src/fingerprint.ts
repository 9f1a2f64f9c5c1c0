import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const IMPORTS = /(?:import|export)\s[^'"]*?from\s*['"]([^'"]+)['"]/g;

/** A file as the fingerprint sees it. */
interface Source {
  readonly digest: Buffer;
  /** Files of its own project that it imports, as it names them. */
  readonly imports: readonly string[];
}

/**
 * Hex sha256 over a file and every file of its own project that it imports, transitively: changes when the code of a reducer
 * could behave differently, and with it everything computed by the reducer is computed anew. (`toString()` of a function
 * would miss a changed helper.) Kernel and package imports are not followed: a reducer takes only types from them.
 * Compiled files count as what they were compiled from, so that a program is the same built and from its sources.
 * `schema` names what else the result depends on: the versions in which the events come, for an upcast is no import of a reducer.
 */
export function codeFingerprint(source: string, schema: readonly string[] = []): string {
  const seen = new Map<string, Source>();
  const visit = (url: string): void => {
    const file = sourceFile(url);
    if (file === null) return;
    const name = file.replace(/\.[jt]s$/, '');
    if (seen.has(name)) return;
    const found = sourceOf(file);
    seen.set(name, found);
    for (const specifier of found.imports) visit(new URL(specifier, url).href);
  };
  visit(source);
  const hash = createHash('sha256');
  for (const name of [...seen.keys()].sort()) hash.update(seen.get(name)!.digest);
  for (const line of schema) hash.update(`${line}\n`);
  return hash.digest('hex');
}

/** Many reducers import the same files; `of` tells whether a file is still the same. */
const read = new Map<string, Source & { readonly of: string }>();

function sourceOf(file: string): Source {
  const { mtimeMs, size } = statSync(file);
  const of = `${mtimeMs} ${size}`;
  const known = read.get(file);
  if (known?.of === of) return known;
  const code = sourceText(readFileSync(file, 'utf8'));
  const imports = [...code.matchAll(IMPORTS)].map(([, specifier]) => specifier!).filter((name) => name.startsWith('.'));
  const found = { of, digest: createHash('sha256').update(code).digest(), imports };
  read.set(file, found);
  return found;
}

const SOURCE_MAP = /\n\/\/# sourceMappingURL=data:application\/json;base64,([\w+/=]+)\s*$/;

/** What a file was compiled from, where it carries that with it. */
function sourceText(code: string): string {
  const [, encoded] = SOURCE_MAP.exec(code) ?? [];
  if (encoded === undefined) return code;
  const map = JSON.parse(Buffer.from(encoded, 'base64').toString()) as { readonly sourcesContent?: readonly string[] };
  return map.sourcesContent?.[0] ?? code;
}

/** Names the rows a code makes, short enough to go with every row: see `log.generation`. */
export const generationOf = (fingerprint: string): string => fingerprint.slice(0, 12);

/** Specs run on the sources, where an import of `./x.js` means `./x.ts`. */
function sourceFile(url: string): string | null {
  const file = fileURLToPath(url);
  if (existsSync(file)) return file;
  const typescript = file.replace(/\.js$/, '.ts');
  return existsSync(typescript) ? typescript : null;
}
