import type { RequestType } from '../values.js';

export const importFormats = ['JIRA', 'LINEAR', 'PLAIN'] as const;
export type ImportFormat = (typeof importFormats)[number];

/** What a column of a file is read as. */
export type ImportPart =
  | 'key'
  | 'title'
  | 'type'
  | 'description'
  | 'criteria'
  | 'audience'
  | 'role'
  | 'want'
  | 'benefit'
  | 'assetsNotNeeded'
  | 'trackingNotNeeded'
  | 'labels';

/** How the files of one tool are read. Names of columns in small letters; how they are written in the file does not matter. */
export interface ImportMap {
  /** Before the key in a request's source, e.g. `jira` in `jira:WEB-12`. */
  readonly origin: string;
  readonly columns: Readonly<Record<string, ImportPart>>;
  /** Types of the tool that say something about the kind of work; names of our own types are understood as well. */
  readonly types: Readonly<Record<string, RequestType>>;
  /** A type nobody knows is refused where people write our own types, and OTHER where a tool has its own. */
  readonly strictTypes: boolean;
  /** Without a key column a row is told apart by its content. */
  readonly owesKey: boolean;
}

export const importMaps: Readonly<Record<ImportFormat, ImportMap>> = {
  JIRA: {
    origin: 'jira',
    columns: {
      'issue key': 'key',
      summary: 'title',
      'issue type': 'type',
      description: 'description',
      'acceptance criteria': 'criteria',
      'custom field (acceptance criteria)': 'criteria',
      audience: 'audience',
      'custom field (audience)': 'audience',
      labels: 'labels',
    },
    types: { bug: 'BUG', story: 'ENHANCEMENT', improvement: 'ENHANCEMENT', 'new feature': 'ENHANCEMENT' },
    strictTypes: false,
    owesKey: true,
  },
  LINEAR: {
    origin: 'linear',
    columns: { id: 'key', title: 'title', description: 'description', labels: 'labels' },
    types: { bug: 'BUG', feature: 'ENHANCEMENT', improvement: 'ENHANCEMENT' },
    strictTypes: false,
    owesKey: true,
  },
  PLAIN: {
    origin: 'csv',
    columns: {
      id: 'key',
      title: 'title',
      type: 'type',
      context: 'description',
      audience: 'audience',
      criteria: 'criteria',
      role: 'role',
      want: 'want',
      benefit: 'benefit',
      'assets not needed': 'assetsNotNeeded',
      'tracking not needed': 'trackingNotNeeded',
      labels: 'labels',
    },
    types: {},
    strictTypes: true,
    owesKey: false,
  },
};

/** How a column's name is compared. */
export const columnName = (name: string): string =>
  name
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, ' ');
