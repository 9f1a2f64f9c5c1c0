import {
  type Aggregate,
  type EventDefinition,
  type Fact,
  type InlineView,
  type LogModel,
  versionsOf,
} from '#libs/event-log';
import { boardRow } from './board/board-row.js';
import { board, type BoardEvent, responsibilities, type ResponsibilityEvent } from './domain/index.js';
import { responsibilityRow } from './responsibility/responsibility-row.js';

/** Every event of this context with the schema version written today; the compiler misses none. */
export const alignmentEvents: readonly EventDefinition[] = [
  ...versionsOf<BoardEvent>(board.type, {
    PriorityBoardOpened: 1,
    RanksSubmitted: 1,
    RankingProposed: 1,
    RankingAgreed: 1,
    TieBroken: 1,
  }),
  ...versionsOf<ResponsibilityEvent>(responsibilities.type, { ResponsibilitySet: 1, ResponsibilityRemoved: 1 }),
];

/** Any fact of this context. */
export type AlignmentFact = BoardEvent | ResponsibilityEvent;

/** What this context adds to the model of the log. */
export const alignmentModel: Pick<LogModel, 'aggregates' | 'views'> & { readonly events: readonly EventDefinition[] } =
  {
    events: alignmentEvents,
    aggregates: [board, responsibilities] as readonly Aggregate<unknown, Fact>[],
    views: [boardRow, responsibilityRow] as readonly InlineView<object, Fact>[],
  };
