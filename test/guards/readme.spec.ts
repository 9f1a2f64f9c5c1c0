import { readFile } from 'node:fs/promises';
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

describe('the README', () => {
  it('names every process, and none that is not there', async () => {
    const kinds = consumersOver(new Pool()).filter(({ kind }) => kind === 'process');
    const readme = await readFile('README.md', 'utf8');
    expect(named(between(readme, 'processes')).sort()).toEqual(kinds.map(({ name }) => name).sort());
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
