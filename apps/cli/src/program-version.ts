import { readFile } from 'node:fs/promises';

/** Version of this program, e.g. `0.1.0`. It is started from the project's folder, as npm does. */
export async function programVersion(): Promise<string> {
  const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { version: string };
  return version;
}
