import type { Aggregate, Recorded } from '#libs/event-log';
import type { Side } from '#libs/vocabulary';

export const ideaStatuses = ['NEW', 'SHAPED', 'CONVERTED', 'PARKED', 'DROPPED'] as const;
export type IdeaStatus = (typeof ideaStatuses)[number];

export const ideaSources = ['FORM', 'CHAT'] as const;
export type IdeaSource = (typeof ideaSources)[number];

/** What it would take and bring, and whether that makes it a quick win (P56). */
export interface Shape {
  readonly problem: string;
  readonly benefit: string;
  /** First guess in minutes. */
  readonly roughMinutes: number;
  readonly touches: readonly string[];
  readonly quickWin: boolean;
}

export interface IdeaFacts {
  IdeaCaptured: {
    readonly number: number;
    readonly title: string;
    readonly text: string;
    /** The team and the side it came from; nulls for somebody in no team (P81). */
    readonly originTeamId: string | null;
    readonly originSide: Side | null;
    readonly source: { readonly kind: IdeaSource; readonly ref: string | null };
  };
  IdeaShaped: Shape & { readonly policyVersion: number };
  IdeaVoted: { readonly voterId: string; readonly side: Side | null };
  IdeaVoteWithdrawn: { readonly voterId: string; readonly side: Side | null };
  IdeaParked: { readonly reason: string };
  IdeaDropped: { readonly reason: string };
  IdeaRevived: { readonly reason: string | null; readonly status: 'NEW' | 'SHAPED' };
  IdeaConverted: { readonly requestId: string };
}
export type IdeaEventType = keyof IdeaFacts;
export type IdeaEvent = { [T in IdeaEventType]: { readonly type: T; readonly data: IdeaFacts[T] } }[IdeaEventType];

/** One vote: who, by opaque id, and the side it counts for. */
export interface Vote {
  readonly voterId: string;
  readonly side: Side | null;
}

export interface KnownIdea {
  readonly status: IdeaStatus;
  readonly number: number;
  readonly title: string;
  readonly text: string;
  readonly capturedBy: string;
  readonly capturedAt: string;
  readonly originTeamId: string | null;
  readonly originSide: Side | null;
  readonly source: { readonly kind: IdeaSource; readonly ref: string | null };
  readonly shape: Shape | null;
  readonly votes: readonly Vote[];
  /** Why it is parked or dropped. */
  readonly reason: string | null;
  readonly requestId: string | null;
}

export type Idea = { readonly status: 'unknown' } | KnownIdea;

export const idea: Aggregate<Idea, IdeaEvent> = {
  type: 'idea',
  initial: { status: 'unknown' },
  source: import.meta.url,
  evolve(state, event) {
    if (event.type === 'IdeaCaptured') return captured(event);
    return state.status === 'unknown' ? state : changed(state, event);
  },
};

const captured = ({ data, meta, recordedAt }: Recorded<Extract<IdeaEvent, { type: 'IdeaCaptured' }>>): KnownIdea => ({
  ...data,
  status: 'NEW',
  capturedBy: meta.actorId,
  capturedAt: recordedAt,
  shape: null,
  votes: [],
  reason: null,
  requestId: null,
});

function changed(state: KnownIdea, event: Exclude<IdeaEvent, { type: 'IdeaCaptured' }>): KnownIdea {
  switch (event.type) {
    case 'IdeaShaped': {
      const { policyVersion: _policyVersion, ...shape } = event.data;
      return { ...state, status: 'SHAPED', shape };
    }
    case 'IdeaVoted':
      return { ...state, votes: [...state.votes, event.data] };
    case 'IdeaVoteWithdrawn':
      return { ...state, votes: state.votes.filter(({ voterId }) => voterId !== event.data.voterId) };
    case 'IdeaParked':
      return { ...state, status: 'PARKED', reason: event.data.reason };
    case 'IdeaDropped':
      return { ...state, status: 'DROPPED', reason: event.data.reason };
    case 'IdeaRevived':
      return { ...state, status: event.data.status, reason: null };
    case 'IdeaConverted':
      return { ...state, status: 'CONVERTED', requestId: event.data.requestId };
  }
}
