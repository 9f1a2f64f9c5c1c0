import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';

interface Filled {
  readonly url: string;
  /** What stands for `twl_...` in the assignments of these variables. */
  readonly tokens: Readonly<Record<string, string>>;
  /** True: it asks nobody by an address. */
  readonly local?: boolean;
}

/** The shell commands between two marks of the README, for this address and these tokens. @throws where one of them is not named */
export const scriptOf = async (mark: string, { url, tokens, local = false }: Filled): Promise<string> => {
  const script = await partOf(mark);
  const assigned = Object.keys(tokens).every((name) => script.includes(`${name}=twl_...`));
  // A README that names neither would otherwise be asked of whoever listens on the port of a start.
  if (script === '' || script.includes(ADDRESS) === local || !assigned)
    throw new Error('The README names no address or no token.');
  return Object.entries(tokens).reduce(
    (filled, [name, token]) => filled.replace(`${name}=twl_...`, `${name}=${token}`),
    script.replaceAll(ADDRESS, url),
  );
};

const ADDRESS = 'http://127.0.0.1:3000';

const partOf = async (mark: string): Promise<string> => {
  const readme = await readFile('README.md', 'utf8');
  const part = new RegExp(`<!-- ${mark} -->([^]*)<!-- /${mark} -->`).exec(readme)?.[1] ?? '';
  return [...part.matchAll(/```sh\n([^]*?)```/g)].map(([, block]) => block).join('\n');
};

/** The functions a shell has after the first commands of the README. */
export const shellFunctions = async (url: string): Promise<string> => {
  const [functions = ''] = /^ask\(\) \{[^]*?^pick\(\) .*$/m.exec(await partOf('curl')) ?? [];
  return functions.replaceAll(ADDRESS, url);
};

export interface Answer {
  readonly data: Record<string, Record<string, unknown>>;
}

/** Runs a script in a folder, e.g. one for its files; its answers, one a line. */
export const bash = (script: string, cwd = '.'): Promise<Answer[]> =>
  new Promise((resolve, reject) => {
    execFile('bash', ['-euo', 'pipefail', '-c', script], { cwd }, (error, stdout, stderr) => {
      if (error) reject(new Error(`${error.message}\n${stdout}\n${stderr}`));
      else resolve(stdout.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Answer])));
    });
  });
