import type { Aggregate, InlineView } from '../aggregate.js';
import { EventCatalogue } from '../catalogue.js';
import { EventLog, type LogModel } from '../event-log.js';
import type { Instant } from '../event.js';
import { Refusal } from '../refusal.js';
import type { LogStore } from '../store.js';
import { hallTable } from './harness.js';

/** The example the kernel is tried with: a hall with seats that people take, and a name that changes. */
export type HallEvent = { type: 'SeatTaken'; data: { by: string } } | { type: 'HallNamed'; data: { name: string } };

export interface Hall {
  readonly taken: number;
  readonly name: string | null;
}

export const hall: Aggregate<Hall, HallEvent> = {
  type: 'hall',
  initial: { taken: 0, name: null },
  source: import.meta.url,
  evolve(state, event) {
    switch (event.type) {
      case 'SeatTaken':
        return { ...state, taken: state.taken + 1 };
      case 'HallNamed':
        return { ...state, name: event.data.name };
    }
  },
};

export interface HallRow {
  readonly taken: number;
  readonly name: string | null;
  readonly opened_at: Instant;
  readonly detail: object;
}

export const hallRow: InlineView<HallRow, HallEvent> = {
  table: hallTable,
  streamType: hall.type,
  source: import.meta.url,
  evolve(row, event) {
    const { taken, name } = hall.evolve({ taken: row?.taken ?? 0, name: row?.name ?? null }, event);
    return { taken, name, opened_at: row?.opened_at ?? event.recordedAt, detail: { lastAt: event.recordedAt } };
  },
};

/** What the service's migrations do for its own views. */
export const hallTableSql = `
create schema contract;
create table ${hallTable} (
  workspace_id uuid not null, stream_id text not null, version int not null, position bigint not null,
  taken int not null, name text, opened_at timestamptz(3), detail jsonb, primary key (workspace_id, stream_id)
)`;

export class HallFull extends Refusal {
  constructor() {
    super('HALL_FULL', 'LIMIT', 'All seats are taken.');
  }
}

export const takeSeat = (state: Hall, by: string, seats = Number.POSITIVE_INFINITY): HallEvent[] => {
  if (state.taken >= seats) throw new HallFull();
  return [{ type: 'SeatTaken', data: { by } }];
};

export const hallModel: LogModel = {
  catalogue: new EventCatalogue([
    { type: 'SeatTaken', streamType: 'hall', version: 1 },
    { type: 'HallNamed', streamType: 'hall', version: 1 },
  ]),
  aggregates: [hall],
  views: [hallRow],
};

export const hallLog = (store: LogStore): EventLog => new EventLog(store, hallModel);
