import { preparedRowsOf, sql } from '#libs/api-kit';
import type { Aggregate, Fact, Past, Position } from '#libs/event-log';
import { policyOn, policyRecords, workspacePolicy, type WorkspacePolicy } from '#libs/policies';
import type { LocalDate } from '#libs/vocabulary';
import type pg from 'pg';
import {
  freeze,
  type Freeze,
  property,
  type Property,
  type Review,
  riskReview,
  riskTriggersPolicy,
  type TriggerMap,
} from '../domain/index.js';

type ById<T> = Readonly<Record<string, T>>;
type Ids = readonly string[];

/** Where a launch that nobody decides on yet is looked up: one statement for all ids of a kind. */
export interface GateSource {
  reviews(ids: Ids): Promise<ById<Review>>;
  properties(ids: Ids): Promise<ById<Property>>;
  freezes(ids: Ids): Promise<ById<Freeze>>;
  triggers(day: LocalDate): Promise<TriggerMap>;
}

interface DocumentRow<T> {
  readonly id: string;
  readonly document: T;
}

const byId = <T>(rows: readonly DocumentRow<T>[]): ById<T> =>
  Object.fromEntries(rows.map(({ id, document }) => [id, document]));

const triggersOn = (state: WorkspacePolicy, day: LocalDate): TriggerMap =>
  policyOn(state, riskTriggersPolicy, day).value;

/** As things stand. */
export const presentSource = (pool: pg.Pool, workspaceId: string): GateSource => ({
  reviews: async (ids) =>
    byId(
      await preparedRowsOf<DocumentRow<Review>>(
        pool,
        sql`SELECT review_id AS id, document FROM risk.review_row
          WHERE workspace_id = ${workspaceId}::uuid AND review_id = ANY(${[...ids]}::uuid[])`,
      ),
    ),
  properties: async (ids) =>
    byId(
      await preparedRowsOf<DocumentRow<Property>>(
        pool,
        sql`SELECT property_id AS id, document FROM risk.property_row
          WHERE workspace_id = ${workspaceId}::uuid AND property_id = ANY(${[...ids]}::uuid[])`,
      ),
    ),
  freezes: async (ids) =>
    byId(
      await preparedRowsOf<DocumentRow<Freeze>>(
        pool,
        sql`SELECT freeze_id AS id, document FROM risk.freeze_row
          WHERE workspace_id = ${workspaceId}::uuid AND freeze_id = ANY(${[...ids]}::uuid[])`,
      ),
    ),
  triggers: async (day) => {
    const [record] = await policyRecords(pool, workspaceId, [riskTriggersPolicy.kind]);
    return triggersOn(record?.state ?? workspacePolicy.initial, day);
  },
});

/** As things stood. */
export const pastSource = (past: Past, workspaceId: string, position: Position): GateSource => {
  const states = async <State, Event extends Fact>(
    aggregate: Aggregate<State, Event>,
    ids: Ids,
  ): Promise<ById<State>> => {
    const found = await past.statesAt(aggregate, { workspaceId, ids, position });
    return Object.fromEntries(ids.flatMap((id, index) => (found[index] ? [[id, found[index].state]] : [])));
  };
  return {
    reviews: (ids) => states(riskReview, ids),
    properties: (ids) => states(property, ids),
    freezes: (ids) => states(freeze, ids),
    triggers: async (day) => {
      const { [riskTriggersPolicy.kind]: state } = await states(workspacePolicy, [riskTriggersPolicy.kind]);
      return triggersOn(state ?? workspacePolicy.initial, day);
    },
  };
};
