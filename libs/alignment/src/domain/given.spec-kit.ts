import { type Aggregate, type Fact, type Recorded, Refusal } from '#libs/event-log';
import type { Actor, Circumstances } from '#libs/vocabulary';
import { type ActiveRequests, type Board, board, type BoardEvent, type OpenBoard } from './index.js';

/** The cast: who they are and what they hold. */
export const people = {
  cmo: { personId: 'p-cleo', roles: ['MARKETING_LEAD'], side: 'CONSUMER', grant: 'all' },
  cto: { personId: 'p-theo', roles: ['ENGINEERING_LEAD'], side: 'PROVIDER', grant: 'all' },
  /** Holds both lead roles. */
  both: { personId: 'p-bo', roles: ['MARKETING_LEAD', 'ENGINEERING_LEAD'], side: 'CONSUMER', grant: 'all' },
  bridge: { personId: 'p-bria', roles: ['BRIDGE'], side: null, grant: 'all' },
  engineer: { personId: 'p-enno', roles: ['ENGINEER'], side: 'PROVIDER', grant: 'all' },
  /** The CTO, standing in for the CMO. */
  deputy: { personId: 'p-theo', roles: ['MARKETING_LEAD'], side: 'CONSUMER', grant: 'all', onBehalfOf: 'p-cleo' },
} as const satisfies Record<string, Actor>;

export const contextOf = (actor: Actor): Circumstances => ({
  now: '2026-01-05T08:00:00.000Z',
  today: '2026-01-05',
  actor,
});

/** A fact as the log would store it, done by `actor`. */
export const record = <E extends Fact>(event: E, version: number, actor: Actor = people.cmo): Recorded<E> => ({
  ...event,
  eventId: `e-${version}`,
  workspaceId: 'w-1',
  streamId: 's-1',
  version,
  position: version,
  recordedAt: `2026-01-05T08:00:00.${String(version % 1000).padStart(3, '0')}Z`,
  schemaVersion: 1,
  meta: {
    commandId: `c-${version}`,
    correlationId: 'k',
    actorId: actor.personId,
    actorRole: actor.roles[0] ?? 'NONE',
    ...(actor.onBehalfOf !== undefined && { onBehalfOf: actor.onBehalfOf }),
  },
});

type Rule<State, E, Input> = (state: State, input: Input, ctx: Circumstances) => readonly E[];

/** A stream with its history; each `when` leads on, the last one is asked what came of it. */
export class Scenario<State, E extends Fact> {
  constructor(
    private readonly aggregate: Aggregate<State, E>,
    readonly state: State = aggregate.initial,
    private readonly version = 0,
    private readonly outcome: { facts: readonly E[] } | { refusal: Refusal } = { facts: [] },
  ) {}

  /** Facts that happened, whoever decided them. */
  given(facts: readonly E[], actor: Actor): Scenario<State, E> {
    const state = facts.reduce(
      (now, fact, index) => this.aggregate.evolve(now, record(fact, this.version + index + 1, actor)),
      this.state,
    );
    return new Scenario(this.aggregate, state, this.version + facts.length, { facts });
  }

  /** A command: its facts are added; a refusal adds nothing. */
  when<Input>(rule: Rule<State, E, Input>, input: Input, actor: Actor): Scenario<State, E> {
    try {
      return this.given(rule(this.state, input, contextOf(actor)), actor);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return new Scenario(this.aggregate, this.state, this.version, { refusal: error });
    }
  }

  /** The facts of the last command. */
  get facts(): readonly E[] {
    if ('refusal' in this.outcome) throw this.outcome.refusal;
    return this.outcome.facts;
  }

  /** What the last command was refused with. */
  get refusal(): Pick<Refusal, 'code' | 'category' | 'details' | 'path'> {
    if (!('refusal' in this.outcome)) throw new Error(`Not refused, but: ${JSON.stringify(this.outcome.facts)}`);
    const { code, category, details, path } = this.outcome.refusal;
    return { code, category, details, path };
  }
}

export const teams = { consumerTeamId: 't-marketing', providerTeamId: 't-engineering' };

export const nothing: Scenario<Board, BoardEvent> = new Scenario(board);

/** A board that was opened. */
export const opened = nothing.given([{ type: 'PriorityBoardOpened', data: teams }], people.cmo);

/** These requests, active and of the two teams. */
export const active = (...ids: readonly string[]): ActiveRequests => new Map(ids.map((id) => [id, teams]));

/** A board on which both sides have ranked. */
export const rankedBy = (consumer: readonly string[], provider: readonly string[]): Scenario<Board, BoardEvent> =>
  opened
    .given([{ type: 'RanksSubmitted', data: { side: 'CONSUMER', order: consumer } }], people.cmo)
    .given([{ type: 'RanksSubmitted', data: { side: 'PROVIDER', order: provider } }], people.cto);

export const stateOf = ({ state }: Scenario<Board, BoardEvent>): OpenBoard => {
  if (state.status === 'unknown') throw new Error('The board was not opened.');
  return state;
};
