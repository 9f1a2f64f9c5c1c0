import { readdir, readFile } from 'node:fs/promises';
import { settingsMarkdown } from '#libs/platform';
import { Pool } from 'pg';
import { consumersOver } from '../../apps/api/src/contexts.js';

/** Cells of a Markdown table, however wide its columns are drawn. */
const cells = (table: string): string[][] =>
  table
    .split('\n')
    .filter((line) => line.startsWith('|') && !/^[|\s:-]+$/.test(line))
    .map((line) => line.split('|').map((cell) => cell.trim()));

const between = (text: string, mark: string): string =>
  text.split(`<!-- ${mark} -->`)[1]?.split(`<!-- /${mark} -->`)[0] ?? '';

/** What the first cell of each row but the head names. */
const named = (table: string): string[] =>
  cells(table)
    .slice(1)
    .flatMap(([, first = '']) => [...first.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name));

/** Of the command line, as they are given: those of a group by its name and theirs, a group that does nothing itself left out. */
async function commandsThere(): Promise<string[]> {
  const files = (await readdir('apps/cli/src')).filter((file) => file.endsWith('.command.ts'));
  const sources = await Promise.all(files.map((file) => readFile(`apps/cli/src/${file}`, 'utf8')));
  return sources.flatMap((source) => {
    const [own = ''] = namesAt(source, '@Command');
    const parts = namesAt(source, '@SubCommand').map((part) => `${own} ${part}`);
    return source.includes('extends CommandGroup') ? parts : [own, ...parts];
  });
}

const namesAt = (source: string, decorator: string): string[] =>
  source
    .split(`${decorator}({`)
    .slice(1)
    .map((rest) => /name: '([^']+)'/.exec(rest)?.[1] ?? '');

describe('the README', () => {
  it('names every process, and none that is not there', async () => {
    const kinds = consumersOver(new Pool()).filter(({ kind }) => kind === 'process');
    const readme = await readFile('README.md', 'utf8');
    expect(named(between(readme, 'processes')).sort()).toEqual(kinds.map(({ name }) => name).sort());
  });

  it('lists every command, and none that is not there', async () => {
    const readme = await readFile('README.md', 'utf8');
    const commands = named(between(readme, 'commands')).filter((text) => !text.startsWith('-'));
    const listed = commands.map((text) => text.split(/ (?=[<[])/)[0]!);
    expect(listed.toSorted()).toEqual((await commandsThere()).toSorted());
  });

  it('explains every setting as it is', async () => {
    expect(cells(between(await readFile('README.md', 'utf8'), 'settings'))).toEqual(cells(settingsMarkdown()));
  });

  it('would be found out when a default changed', () => {
    const table = settingsMarkdown();
    expect(cells(between(`<!-- settings -->\n${table}\n<!-- /settings -->`, 'settings'))).toEqual(cells(table));
    expect(cells(table.replace('`3000`', '`4000`'))).not.toEqual(cells(table));
  });
});
