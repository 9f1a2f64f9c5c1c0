import type { InlineView } from '../aggregate.js';
import { EventLog, type LogModel } from '../event-log.js';
import type { LogStore } from '../store.js';
import { type HallEvent, hallModel, type HallRow, hallRow } from './hall.js';
import { hallVersionTable } from './harness.js';

/** The row of the hall as every append left it. */
export const hallVersion: InlineView<HallRow, HallEvent> = {
  table: hallVersionTable,
  streamType: hallRow.streamType,
  source: import.meta.url,
  keeps: 'every',
  evolve: (row, event) => hallRow.evolve(row, event),
};

/** What the service's migrations do for such a view; open rows are held to one a stream, which the log must keep to. */
export const hallVersionTableSql = `
create table ${hallVersionTable} (
  workspace_id uuid not null, stream_id text not null, version int not null, position bigint not null, until_position bigint not null,
  taken int not null, name text, opened_at timestamptz(3), detail jsonb, primary key (workspace_id, stream_id, position)
);
create unique index on ${hallVersionTable} (workspace_id, stream_id) where until_position = 9223372036854775807`;

export const hallVersionModel: LogModel = { ...hallModel, views: [hallRow, hallVersion] };

export const hallVersionLog = (store: LogStore): EventLog => new EventLog(store, hallVersionModel);
