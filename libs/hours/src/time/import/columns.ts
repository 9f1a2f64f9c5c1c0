import type { Activity } from '../../domain/index.js';

export const timeImportFormats = ['TEMPO', 'KIMAI', 'PLAIN'] as const;
export type TimeImportFormat = (typeof timeImportFormats)[number];

/** What a column of a file is read as. */
export type TimePart =
  | 'key'
  | 'issue'
  | 'day'
  | 'from'
  | 'to'
  | 'duration'
  | 'hours'
  | 'seconds'
  | 'minutes'
  | 'person'
  | 'activity'
  | 'billable'
  | 'tags'
  | 'project'
  | 'note';

/** How the files of one tool are read. Names of columns in small letters; how they are written in the file does not matter. */
export interface TimeImportMap {
  /** Before the key in an entry's id, e.g. `tempo` in `tempo-1234`. */
  readonly origin: string;
  readonly columns: Readonly<Record<string, TimePart>>;
}

export const timeImportMaps: Readonly<Record<TimeImportFormat, TimeImportMap>> = {
  TEMPO: {
    origin: 'tempo',
    columns: {
      'worklog id': 'key',
      'tempo worklog id': 'key',
      'issue key': 'issue',
      'work date': 'day',
      started: 'day',
      'time spent': 'duration',
      'time spent (hours)': 'hours',
      hours: 'hours',
      'logged hours': 'hours',
      'time spent (seconds)': 'seconds',
      'time spent seconds': 'seconds',
      username: 'person',
      'full name': 'person',
      author: 'person',
      'e-mail': 'person',
      'work description': 'note',
      'activity name': 'activity',
      activity: 'activity',
      billable: 'billable',
    },
  },
  KIMAI: {
    origin: 'kimai',
    columns: {
      id: 'key',
      date: 'day',
      from: 'from',
      begin: 'from',
      to: 'to',
      end: 'to',
      duration: 'duration',
      user: 'person',
      username: 'person',
      'e-mail': 'person',
      project: 'project',
      activity: 'activity',
      description: 'note',
      billable: 'billable',
      tags: 'tags',
    },
  },
  PLAIN: {
    origin: 'csv',
    columns: {
      id: 'key',
      request: 'issue',
      day: 'day',
      started: 'from',
      minutes: 'minutes',
      person: 'person',
      activity: 'activity',
      billable: 'billable',
      note: 'note',
    },
  },
};

/** Words other tools have for kinds of work; our own names are understood as well. */
export const knownActivities: Readonly<Record<string, Activity>> = {
  development: 'BUILD',
  programming: 'BUILD',
  design: 'BUILD',
  testing: 'QA',
  review: 'QA',
  'code review': 'QA',
  analysis: 'SCOPING',
  planning: 'SCOPING',
  estimation: 'SCOPING',
  deployment: 'LAUNCH',
  release: 'LAUNCH',
  'bug fixing': 'BUGFIX',
  bug: 'BUGFIX',
  meetings: 'MEETING',
};

/** How a column's name is compared. */
export const columnName = (name: string): string =>
  name
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, ' ');
