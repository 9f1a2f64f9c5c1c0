import type { Aggregate, EventDefinition, Fact, InlineView, LogModel } from '#libs/event-log';
import { boardRow } from './board/board-row.js';
import { board, type BoardEventType, responsibilities, type ResponsibilityEventType } from './domain/index.js';
import { responsibilityRow } from './responsibility/responsibility-row.js';

const versions = <Type extends string>(
  streamType: string,
  types: Readonly<Record<Type, number>>,
): readonly EventDefinition[] =>
  Object.entries<number>(types).map(([type, version]): EventDefinition => ({ type, streamType, version }));

/** Every event of this context with the schema version written today; the compiler misses none. */
export const alignmentEvents: readonly EventDefinition[] = [
  ...versions<BoardEventType>(board.type, {
    PriorityBoardOpened: 1,
    RanksSubmitted: 1,
    RankingProposed: 1,
    RankingAgreed: 1,
    TieBroken: 1,
  }),
  ...versions<ResponsibilityEventType>(responsibilities.type, { ResponsibilitySet: 1, ResponsibilityRemoved: 1 }),
];

/** What this context adds to the model of the log. */
export const alignmentModel: Pick<LogModel, 'aggregates' | 'views'> & { readonly events: readonly EventDefinition[] } =
  {
    events: alignmentEvents,
    aggregates: [board, responsibilities] as readonly Aggregate<unknown, Fact>[],
    views: [boardRow, responsibilityRow] as readonly InlineView<object, Fact>[],
  };
