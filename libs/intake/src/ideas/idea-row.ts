import type { InlineView } from '#libs/event-log';
import { idea, type IdeaEvent, type KnownIdea } from '../domain/index.js';

/** `intake.idea_row`. `voter_ids` answer whether the reader voted, and leave the service in no other way. */
export interface IdeaRow {
  readonly idea_id: string;
  readonly number: number;
  readonly title: string;
  readonly status: string;
  readonly origin_side: string | null;
  readonly origin_team_id: string | null;
  readonly captured_by: string;
  readonly quick_win: boolean;
  readonly rough_minutes: number | null;
  readonly touches: readonly string[];
  readonly voter_ids: readonly string[];
  readonly consumer_votes: number;
  readonly provider_votes: number;
  readonly votes: number;
  readonly request_id: string | null;
  readonly captured_at: string;
  readonly updated_at: string;
  readonly document: KnownIdea;
}

const votesOf = ({ votes }: KnownIdea) => ({
  voter_ids: votes.map(({ voterId }) => voterId),
  consumer_votes: votes.filter(({ side }) => side === 'CONSUMER').length,
  provider_votes: votes.filter(({ side }) => side === 'PROVIDER').length,
  votes: votes.length,
});

const shapeOf = ({ shape }: KnownIdea) => ({
  quick_win: shape?.quickWin ?? false,
  rough_minutes: shape?.roughMinutes ?? null,
  touches: shape?.touches ?? [],
});

export const ideaRow: InlineView<IdeaRow, IdeaEvent> = {
  table: 'intake.idea_row',
  streamType: idea.type,
  source: import.meta.url,
  evolve(row, event) {
    // The first event of every stream is IdeaCaptured, which leaves `unknown` for good.
    const state = idea.evolve(row?.document ?? idea.initial, event) as KnownIdea;
    return {
      idea_id: event.streamId.slice(idea.type.length + 1),
      number: state.number,
      title: state.title,
      status: state.status,
      origin_side: state.originSide,
      origin_team_id: state.originTeamId,
      captured_by: state.capturedBy,
      ...shapeOf(state),
      ...votesOf(state),
      request_id: state.requestId,
      captured_at: state.capturedAt,
      updated_at: event.recordedAt,
      document: state,
    };
  },
};
