import type { InlineView, Recorded } from '#libs/event-log';
import { sides } from '#libs/vocabulary';
import { board, type BoardEvent, type OpenBoard } from '../domain/index.js';

/** `alignment.priority_board_row`: one board. Columns are for finding, `document` for showing. */
export interface BoardRow {
  readonly board_id: string;
  readonly consumer_team_id: string;
  readonly provider_team_id: string;
  /** Every request the document names. */
  readonly request_ids: readonly string[];
  /** The order that stands; empty before there is one. */
  readonly joint_order: readonly string[];
  readonly opened_at: string;
  readonly updated_at: string;
  readonly document: OpenBoard;
}

/** Folded by the aggregate's own `evolve`: the row cannot disagree with what rules see. */
export const boardRow: InlineView<BoardRow, BoardEvent> = {
  table: 'alignment.priority_board_row',
  streamType: board.type,
  source: import.meta.url,
  evolve(row, event) {
    // The first event of every stream is PriorityBoardOpened, which leaves `unknown` for good.
    const state = board.evolve(row?.document ?? board.initial, event) as OpenBoard;
    return { ...columnsOf(state), ...instantsOf(row, event), board_id: idOf(event), document: state };
  },
};

const idOf = ({ streamId }: Recorded): string => streamId.slice(board.type.length + 1);

const instantsOf = (row: BoardRow | null, { recordedAt }: Recorded) => ({
  opened_at: row?.opened_at ?? recordedAt,
  updated_at: recordedAt,
});

const columnsOf = (state: OpenBoard) => ({
  consumer_team_id: state.consumerTeamId,
  provider_team_id: state.providerTeamId,
  request_ids: [...new Set(namedIn(state))],
  joint_order: state.joint?.order ?? [],
});

const namedIn = ({ ranks, proposal, agreed, joint, ties }: OpenBoard): string[] => [
  ...sides.flatMap((side) => ranks[side]?.order ?? []),
  ...[proposal, agreed, joint].flatMap((one) => one?.order ?? []),
  ...ties.flatMap(({ first, second }) => [first, second]),
];
