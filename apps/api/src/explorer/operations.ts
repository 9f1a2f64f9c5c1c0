import { getOperationAST, parse } from 'graphql';
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

/** A ready-made operation of the explorer. */
export interface ReadyMade {
  /** File name without its ending. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** `query`, `mutation` or `subscription`. */
  readonly type: string;
  readonly query: string;
  /** JSON text, empty when there are none. */
  readonly variables: string;
}

const folder = join(import.meta.dirname, 'operations');

/**
 * The files of `operations/`, in the order of their names. The comment at the top of each is its title (first line), its
 * description, and after a line `variables:` the variables as JSON.
 */
export const readOperations = async (from = folder): Promise<readonly ReadyMade[]> => {
  const files = (await readdir(from)).filter((file) => file.endsWith('.graphql')).sort();
  return Promise.all(
    files.map(async (file) => readyMade(basename(file, '.graphql'), await readFile(join(from, file), 'utf8'))),
  );
};

const readyMade = (name: string, text: string): ReadyMade => {
  const lines = text.trim().split('\n');
  const start = lines.findIndex((line) => !line.startsWith('#'));
  const [title = name, ...rest] = lines.slice(0, start).map((line) => line.replace(/^# ?/, ''));
  const mark = rest.indexOf('variables:');
  const description = (mark < 0 ? rest : rest.slice(0, mark)).join(' ').trim();
  const variables = mark < 0 ? '' : JSON.stringify(JSON.parse(rest.slice(mark + 1).join('\n')), null, 2);
  const query = `${lines.slice(start).join('\n').trim()}\n`;
  return { name, title, description, type: getOperationAST(parse(query))?.operation ?? 'query', query, variables };
};
