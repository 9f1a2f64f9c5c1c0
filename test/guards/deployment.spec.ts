import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { settingsTable } from '#libs/platform';

const read = (file: string): Promise<string> => readFile(file, 'utf8');

/** What `COPY` takes from the repository (not from another stage). */
const copied = (dockerfile: string): string[] =>
  [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, sources = '']) => sources.split(' '));

/** What .dockerignore lets in: it forbids everything and names the exceptions. */
const letIn = (ignored: string): string[] => [...ignored.matchAll(/^!(.+)$/gm)].map(([, path = '']) => path);

/** Compiled files that are started, as the sources they come from. */
const started = (text: string): string[] =>
  [...text.matchAll(/dist\/((?:apps|libs)\/[\w./-]+)\.js/g)].map(([, path]) => `${path}.ts`);

const missing = (paths: readonly string[]): string[] => paths.filter((path) => !existsSync(path));

describe('the container', () => {
  it('is made of files that exist and that .dockerignore lets in', async () => {
    const paths = copied(await read('Dockerfile'));
    expect(paths).toContain('package-lock.json');
    expect(missing(paths)).toEqual([]);
    expect(letIn(await read('.dockerignore'))).toEqual(expect.arrayContaining(paths));
  });

  it('starts programs that exist', async () => {
    const programs = [...started(await read('Dockerfile')), ...started(await read('docker-compose.yml'))];
    expect(programs.length).toBeGreaterThan(2);
    expect(missing(programs)).toEqual([]);
  });

  it('is given settings that exist', async () => {
    const known = settingsTable.map(({ name }) => name);
    const text = `${await read('docker-compose.yml')}\n${await read('Dockerfile')}`;
    const given = [...text.matchAll(/^ +([A-Z][A-Z_]+):|^ENV (.+)$/gm)].flatMap(([, name, line = '']) =>
      name === undefined ? line.split(' ').map((pair) => pair.replace(/=.*/, '')) : [name],
    );
    const ours = given.filter((name) => !/^(POSTGRES_\w+|SERVICE_PASSWORD|NODE_ENV)$/.test(name));
    expect(ours).toContain('MIGRATION_DATABASE_URL');
    expect(ours.filter((name) => !known.includes(name))).toEqual([]);
  });

  it('would not go unnoticed when wrong', () => {
    expect(missing(copied('COPY package.json nowhere.json ./\nCOPY --from=build /x y'))).toEqual(['nowhere.json']);
    expect(missing(started('CMD ["node", "dist/apps/nowhere/main.js"]'))).toEqual(['apps/nowhere/main.ts']);
  });
});
