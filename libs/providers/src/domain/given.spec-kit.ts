import { type Aggregate, type Fact, type Recorded, Refusal } from '#libs/event-log';
import type { Actor } from '#libs/vocabulary';
import type { ProviderContext } from './context.js';
import type { ProviderEvent } from './facts.js';
import { checklistItems, providerPolicy } from './policy.js';
import { provider } from './provider.js';
import type { Provider } from './provider-state.js';

/** The cast: who they are, what they hold, on which side. */
export const people = {
  cto: { personId: 'p-theo', roles: ['ENGINEERING_LEAD'], side: 'PROVIDER', grant: 'all' },
  engineer: { personId: 'p-enno', roles: ['ENGINEER'], side: 'PROVIDER', grant: 'all' },
  reviewer: { personId: 'p-rita', roles: ['RISK_REVIEWER'], side: 'PROVIDER', grant: 'all' },
  agency: { personId: 'p-dario', roles: ['AGENCY_MEMBER'], side: 'PROVIDER', grant: 'own' },
} as const satisfies Record<string, Actor>;

export const today = '2026-02-09';

/** What the actor knows on a day; an agency's person is of team `t-1` unless told. */
export const contextOf = (
  actor: Actor,
  day: string = today,
  agencyTeamIds: readonly string[] = ['t-1'],
): ProviderContext => ({
  now: `${day}T08:00:00.000Z`,
  today: day,
  actor,
  policy: providerPolicy,
  agencyTeamIds,
});

/** A fact as the log would store it, done by `actor`. */
const record = <Event extends Fact>(event: Event, version: number, actor: Actor): Recorded<Event> => ({
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

export interface When {
  readonly actor?: Actor;
  readonly day?: string;
  readonly agencyTeamIds?: readonly string[];
}

type Outcome<Event> = { readonly facts: readonly Event[] } | { readonly refusal: Refusal };

/** An object with its history; each `when` leads on, the last one is asked what came of it. */
export class Scenario<State, Event extends Fact> {
  private constructor(
    private readonly aggregate: Aggregate<State, Event>,
    readonly state: State,
    private readonly version: number,
    private readonly outcome: Outcome<Event>,
  ) {}

  static of<State, Event extends Fact>(aggregate: Aggregate<State, Event>): Scenario<State, Event> {
    return new Scenario(aggregate, aggregate.initial, 0, { facts: [] });
  }

  /** Facts that happened, whoever decided them. */
  given(facts: readonly Event[], actor: Actor = people.cto): Scenario<State, Event> {
    const state = facts.reduce(
      (now, fact, index) => this.aggregate.evolve(now, record(fact, this.version + index + 1, actor)),
      this.state,
    );
    return new Scenario(this.aggregate, state, this.version + facts.length, { facts });
  }

  /** A command: its facts are added; a refusal adds nothing. */
  when<Input>(
    rule: (state: State, input: Input, ctx: ProviderContext) => readonly Event[],
    input: Input,
    { actor = people.cto, day, agencyTeamIds }: When = {},
  ): Scenario<State, Event> {
    try {
      return this.given(rule(this.state, input, contextOf(actor, day, agencyTeamIds)), actor);
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

export type Agency = Scenario<Provider, ProviderEvent>;

export const nobody: Agency = Scenario.of(provider);
export const invited: Agency = nobody.given([
  {
    type: 'ProviderInvited',
    data: {
      number: 1,
      name: 'Studio North',
      teamId: 't-1',
      contactId: null,
      rateCard: null,
      checklist: checklistItems,
      policyVersion: 1,
    },
  },
]);

/** Every item proved and verified, but for those named. */
export const reviewed = (...open: readonly string[]): Agency =>
  invited
    .given(
      [
        { type: 'ProviderReviewStarted', data: {} },
        ...checklistItems
          .filter((item) => !open.includes(item))
          .map((item): ProviderEvent => ({ type: 'EvidenceSubmitted', data: { item, link: null, text: 'Signed.' } })),
      ],
      people.agency,
    )
    .given(
      checklistItems
        .filter((item) => !open.includes(item))
        .map((item): ProviderEvent => ({ type: 'ChecklistItemVerified', data: { item, note: null } })),
      people.reviewer,
    );

/** Approved on `today`, until `validUntil`. */
export const approved = (validUntil = '2026-06-30'): Agency =>
  reviewed().given([
    { type: 'ProviderApproved', data: { validFrom: today, validUntil, renewal: false, policyVersion: 1 } },
  ]);
