import { readdir } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import type { MigrationClass } from '#libs/platform';

/** Every migration class found in the `src/migrations` folders of the libs; a guard checks that the service runs exactly these. */
export const migrationsOfAllLibs = async (): Promise<MigrationClass[]> => {
  const libs = pathToFileURL(`${process.cwd()}/libs/`);
  const found: MigrationClass[] = [];
  for (const lib of await readdir(libs)) {
    const folder = new URL(`${lib}/src/migrations/`, libs);
    const files = await readdir(folder).catch(() => []);
    for (const file of files.filter((name) => /(?<!\.spec|\.d)\.ts$/.test(name)).sort()) {
      const exported = (await import(new URL(file, folder).href)) as Record<string, unknown>;
      found.push(...Object.values(exported).filter(isMigration));
    }
  }
  return [...new Set(found)];
};

const isMigration = (exported: unknown): exported is MigrationClass =>
  typeof exported === 'function' && /\d{13}$/.test(exported.name);
