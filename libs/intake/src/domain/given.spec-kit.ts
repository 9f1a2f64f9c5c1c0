import { type Aggregate, type Fact, type Recorded, Refusal } from '#libs/event-log';
import type { Actor } from '#libs/vocabulary';
import type { IntakeContext } from './context.js';
import { intakePolicy } from './policy.js';

/** The cast: who they are, what they hold, on which side. */
export const people = {
  marketer: { personId: 'p-mara', roles: ['MARKETING_MEMBER'], side: 'CONSUMER', grant: 'own' },
  colleague: { personId: 'p-otto', roles: ['MARKETING_MEMBER'], side: 'CONSUMER', grant: 'own' },
  cmo: { personId: 'p-cleo', roles: ['MARKETING_LEAD'], side: 'CONSUMER', grant: 'all' },
  cto: { personId: 'p-theo', roles: ['ENGINEERING_LEAD'], side: 'PROVIDER', grant: 'all' },
  engineer: { personId: 'p-enno', roles: ['ENGINEER'], side: 'PROVIDER', grant: 'own' },
} as const satisfies Record<string, Actor>;

export const today = '2026-01-05';

export const contextOf = (actor: Actor): IntakeContext => ({
  now: `${today}T08:00:00.000Z`,
  today,
  actor,
  policy: intakePolicy,
});

/** A fact as the log would store it, done by `actor`. */
export const record = <Event extends Fact>(event: Event, version: number, actor: Actor): Recorded<Event> => ({
  ...event,
  eventId: `e-${version}`,
  workspaceId: 'w-1',
  streamId: 'x-1',
  version,
  position: version,
  recordedAt: `${today}T08:00:00.${String(version % 1000).padStart(3, '0')}Z`,
  schemaVersion: 1,
  meta: {
    commandId: `c-${version}`,
    correlationId: 'k',
    actorId: actor.personId,
    actorRole: actor.roles[0] ?? 'NONE',
    ...(actor.onBehalfOf !== undefined && { onBehalfOf: actor.onBehalfOf }),
  },
});

/** An object with its history; each `when` leads on, the last one is asked what came of it. */
export class Scenario<State, Event extends Fact> {
  private constructor(
    private readonly aggregate: Aggregate<State, Event>,
    readonly state: State,
    private readonly version: number,
    private readonly outcome: { facts: readonly Event[] } | { refusal: Refusal },
  ) {}

  static of<State, Event extends Fact>(aggregate: Aggregate<State, Event>): Scenario<State, Event> {
    return new Scenario(aggregate, aggregate.initial, 0, { facts: [] });
  }

  /** Facts that happened, whoever decided them. */
  given(facts: readonly Event[], actor: Actor): Scenario<State, Event> {
    const state = facts.reduce(
      (now, fact, index) => this.aggregate.evolve(now, record(fact, this.version + index + 1, actor)),
      this.state,
    );
    return new Scenario(this.aggregate, state, this.version + facts.length, { facts });
  }

  /** A command: its facts are added; a refusal adds nothing. */
  when(actor: Actor, rule: (state: State, context: IntakeContext) => readonly Event[]): Scenario<State, Event> {
    try {
      return this.given(rule(this.state, contextOf(actor)), actor);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return new Scenario(this.aggregate, this.state, this.version, { refusal: error });
    }
  }

  /** The facts of the last command. */
  get facts(): readonly Event[] {
    if ('refusal' in this.outcome) throw this.outcome.refusal;
    return this.outcome.facts;
  }

  /** Code, details and path of the refusal. */
  get refusal(): Pick<Refusal, 'code' | 'details' | 'path'> {
    if (!('refusal' in this.outcome)) throw new Error(`Not refused, but: ${JSON.stringify(this.outcome.facts)}`);
    const { code, details, path } = this.outcome.refusal;
    return { code, details, path };
  }
}
