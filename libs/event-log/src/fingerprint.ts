import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const IMPORTS = /(?:import|export)\s[^'"]*?from\s*['"]([^'"]+)['"]/g;

/**
 * Hex sha256 over a file and every file of its own project that it imports, transitively: changes when the code of a reducer
 * could behave differently, and with it everything computed by the reducer is computed anew. (`toString()` of a function
 * would miss a changed helper.) Kernel and package imports are not followed: a reducer takes only types from them.
 * `schema` names what else the result depends on: the versions in which the events come, for an upcast is no import of a reducer.
 */
export function codeFingerprint(source: string, schema: readonly string[] = []): string {
  const seen = new Map<string, string>();
  const visit = (url: string): void => {
    const file = sourceFile(url);
    if (file === null || seen.has(file)) return;
    const code = readFileSync(file, 'utf8');
    seen.set(file, code);
    for (const [, specifier] of code.matchAll(IMPORTS)) {
      if (specifier!.startsWith('.')) visit(new URL(specifier!, url).href);
    }
  };
  visit(source);
  const hash = createHash('sha256');
  for (const file of [...seen.keys()].sort()) hash.update(createHash('sha256').update(seen.get(file)!).digest());
  for (const line of schema) hash.update(`${line}\n`);
  return hash.digest('hex');
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
