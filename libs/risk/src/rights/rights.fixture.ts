import { fromGlobalId, toGlobalId } from '#libs/api-kit';
import type { Aggregate, DecisionStream, Fact, Recorded } from '#libs/event-log';
import { operatorCommand, RIGHTS, ROLES, type Role } from '#libs/people';
import { request, type RequestEvent, type RequestState, riskSubjectOf } from '#libs/requests';
import {
  type Answer,
  type Bench,
  type Cell,
  commandDocument,
  type Holder,
  TEAMLESS,
  type Tried,
  type Whose,
} from '#test/kit/rights-matrix';
import { randomUUID } from 'node:crypto';
import { freeze, peak, property, riskReview } from '../domain/index.js';
import { propertyIdOf, reviewIdOf, riskKeyText } from '../ids.js';
import { type Cast, type Given, type Member, type RiskApi, TODAY } from '../risk.fixture.js';
import type { Story } from './stories.fixture.js';

export type RiskCell = Cell<RightsBench, Member>;
export type RiskTried = Tried<RightsBench, Member>;

/** A review of a story in the bench's workspace. Global ids. */
export interface Told {
  readonly requestId: string;
  readonly reviewId: string;
  readonly riskId: string;
}

interface Telling {
  /** `own`: work of marketing and engineering; `another`: of sales and the agency's team. */
  readonly between?: Whose;
  /** Who looks through the lens; the reviewer unless told. */
  readonly reviewer?: Member;
  /** Who builds it and carries what makes the risk smaller; the backend engineer unless told. */
  readonly builder?: Member;
  /** Who answers for the work; nobody unless told. */
  readonly owner?: Member;
  /** A bug that was reported of it; none unless told. */
  readonly bug?: string;
  /** Names of the web properties it concerns; none unless told. */
  readonly properties?: readonly string[];
}

const estimate = {
  estimateId: 'E1',
  optimistic: 600,
  likely: 600,
  pessimistic: 600,
  lines: [{ kind: 'BACKEND', minutes: 600 }],
  confidence: 'HIGH',
  assumptions: [],
  durationForecastDays: 10,
  validUntil: '2026-02-05',
} as const;

const aBug = { severity: 'HIGH', foundAt: TODAY, text: 'Charged twice', cause: null } as const;
const firstOwner = { previousOwnerId: null, reason: null };

interface Stored {
  readonly stream: DecisionStream<unknown, Fact>;
  readonly facts: readonly Fact[];
}

const stream = <State, Event extends Fact>(
  aggregate: Aggregate<State, Event>,
  id: string,
  facts: readonly Event[],
): Stored => ({ stream: { aggregate, id, expect: 'new' }, facts });

/** Days of a freeze the bench stands in. */
const SPAN = { from: TODAY, to: '2026-01-30' } as const;

/** One workspace with a holder of every role; work, reviews, properties and freezes are recorded where a command needs them. */
export class RightsBench implements Bench<Member> {
  private numbers = 1_000;

  private constructor(
    readonly api: RiskApi,
    readonly cast: Cast,
    readonly holders: readonly Holder<Member>[],
  ) {}

  static async open(api: RiskApi): Promise<RightsBench> {
    const cast = await api.cast();
    const teamOf = (role: Role): string | null => {
      if (TEAMLESS.includes(role)) return null;
      if (role === 'AGENCY_MEMBER') return fromGlobalId(cast.agencyTeam, 'Team');
      return fromGlobalId(role.startsWith('MARKETING') ? cast.marketing : cast.engineering, 'Team');
    };
    const join = async (name: string, role: Role, scoped: boolean): Promise<Holder<Member>> => {
      const held = [{ role, teamId: teamOf(role) }];
      return { name, role, scoped, member: await api.join(cast.workspaceId, held, scoped ? RIGHTS : null) };
    };
    const joining = ROLES.map((role) => join(role, role, role === 'INTEGRATION'));
    const holders = await Promise.all([...joining, join('INTEGRATION without scopes', 'INTEGRATION', false)]);
    return new RightsBench(api, cast, holders);
  }

  holder(role: Role): Member {
    return this.holders.find((one) => one.role === role)!.member;
  }

  events(): Promise<number> {
    return this.api.events(this.cast.workspaceId);
  }

  async answer(mutation: string, who: Member, input: object, given: Given = {}): Promise<Answer> {
    const { expect = { latest: true }, key, onBehalfOf } = given;
    const { document, expects } = commandDocument(this.api.schema, mutation);
    const { data, errors } = await this.api.run(document, who, { input, key, ...(expects && { expect }) }, onBehalfOf);
    if (errors) throw new Error(`${mutation}: ${JSON.stringify(errors)}`);
    return (data as Record<string, Answer>)[mutation]!;
  }

  /** The payload of a command that must be carried out. */
  async done(mutation: string, who: Member, input: object, given: Given = {}): Promise<void> {
    const { problems } = await this.answer(mutation, who, input, given);
    if (problems.length > 0) throw new Error(`${mutation}: ${JSON.stringify(problems)}`);
  }

  /** Where the facts of a review are kept. */
  streamOf(reviewId: string): string {
    return `${riskReview.type}-${fromGlobalId(reviewId, 'RiskReview')}`;
  }

  /** Work both sides signed. Its global id. */
  async request(telling: Telling = {}): Promise<string> {
    const id = randomUUID();
    const { bug } = telling;
    const bugs = bug === undefined ? [] : [{ type: 'BugReported', data: { bugId: bug, ...aBug } } as const];
    await this.store(id, stream(request, id, [...this.work(telling), ...bugs]));
    return toGlobalId('Request', id);
  }

  /** A story, told of work of its own, all at once. */
  async tell(story: Story, telling: Telling = {}): Promise<Told> {
    const id = randomUUID();
    const reviewId = reviewIdOf({ kind: 'REQUEST', id });
    this.numbers += 1;
    const number = this.numbers;
    const work = this.work(telling);
    const real = this.names({ id, reviewId, riskId: `K${number}`, scopeHash: scopeOf(work) }, telling);
    const withdrawn = { type: 'RequestWithdrawn', data: { reason: 'NO_LONGER_NEEDED', note: null } } as const;
    const propertyIds = (telling.properties ?? []).map(propertyIdOf);
    const review = real(story.review).map((fact) =>
      fact.type === 'ReviewOpened' ? { ...fact, data: { ...fact.data, number, propertyIds } } : fact,
    );
    const gone: readonly RequestEvent[] = story.ended === true ? [withdrawn] : [];
    await this.store(
      id,
      stream(request, id, [...work, ...real(story.gate), ...gone]),
      stream(riskReview, reviewId, review),
    );
    return {
      requestId: toGlobalId('Request', id),
      reviewId: toGlobalId('RiskReview', reviewId),
      riskId: toGlobalId('Risk', riskKeyText({ reviewId, riskId: `K${number}` })),
    };
  }

  /** Its global id. */
  async property(name = `www-${randomUUID()}`): Promise<string> {
    const id = propertyIdOf(name);
    const data = { name, url: 'https://www.example', isPublic: true };
    await this.store(id, stream(property, id, [{ type: 'PropertyRegistered', data }]));
    return toGlobalId('Property', id);
  }

  /** A freeze that is in force on a property; its global id. */
  async freeze(propertyId: string): Promise<string> {
    const id = randomUUID();
    const on = fromGlobalId(propertyId, 'Property');
    const data = { properties: [on], ...SPAN, reason: 'Winter sale' };
    const declared = { type: 'FreezeDeclared', data } as const;
    await this.api.happened(this.cast.workspaceId, { aggregate: property, id: on }, [
      { type: 'PropertyFrozen', data: { freezeId: id, ...SPAN } },
    ]);
    await this.store(id, stream(freeze, id, [declared]));
    return toGlobalId('Freeze', id);
  }

  /** A peak on a property that no test reached; its global id. */
  async peak(propertyId: string): Promise<string> {
    const id = randomUUID();
    const figures = { expectedPeakRpm: 6000, testedCapacityRpm: 4000, title: 'Winter sale' };
    const data = { propertyId: fromGlobalId(propertyId, 'Property'), ...SPAN, ...figures };
    await this.store(id, stream(peak, id, [{ type: 'PeakDeclared', data }]));
    return toGlobalId('Peak', id);
  }

  private work({ between = 'own', builder = this.cast.backend, owner, properties = [] }: Telling): RequestEvent[] {
    const { consumer, provider } = this.teams(between);
    this.numbers += 1;
    const drafted = {
      number: this.numbers,
      title: 'Landing page',
      type: 'LANDING_PAGE',
      consumerTeamId: consumer,
    } as const;
    const slaTargets = { firstResponseMinutes: 480, answerMinutes: 480 };
    const source = { kind: 'FORM', ref: null } as const;
    return [
      { type: 'RequestDrafted', data: { ...drafted, requesterId: this.cast.marketer.personId, source } },
      ...(properties.length > 0
        ? [{ type: 'PropertiesLinked', data: { properties, scopeHash: 'a'.repeat(64) } } as const]
        : []),
      { type: 'RequestSubmitted', data: { revision: 1, completeness: 100, slaTargets } },
      { type: 'RequestTriaged', data: { providerTeamId: provider, priorityClass: 'NORMAL', roughMinutes: 60 } },
      ...(owner ? [{ type: 'OwnerAssigned', data: { ownerId: owner.personId, ...firstOwner } } as const] : []),
      { type: 'EstimateSubmitted', data: { ...estimate, preparedBy: builder.personId } },
      { type: 'RequestApproved', data: { totalReserved: 0, plan: [], overageMinutes: 0 } },
    ];
  }

  /** New streams, all at once. */
  private async store(id: string, ...parts: readonly Stored[]): Promise<void> {
    const command = operatorCommand({ workspaceId: this.cast.workspaceId, operation: 'cast', input: { id } });
    const keyed = parts.map((part, index) => [String(index), part] as const);
    await this.api.log.decide(command, Object.fromEntries(keyed.map(([key, part]) => [key, part.stream])), () =>
      Object.fromEntries(keyed.map(([key, { facts }]) => [key, facts])),
    );
  }

  private teams(between: Whose): { readonly consumer: string; readonly provider: string } {
    const { marketing, engineering, sales, agencyTeam } = this.cast;
    const [consumer, provider] = between === 'own' ? [marketing, engineering] : [sales, agencyTeam];
    return { consumer: fromGlobalId(consumer, 'Team'), provider: fromGlobalId(provider, 'Team') };
  }

  /** Gives the names of the rules' specs the ids of this workspace. */
  private names(told: Named, { between = 'own', reviewer, builder }: Telling) {
    const { cmo, cto, frontend, marketer, backend, secondReviewer } = this.cast;
    const { consumer, provider } = this.teams(between);
    const ids: Readonly<Record<string, string>> = {
      'REQ-1': told.id,
      'r-1': told.reviewId,
      K1: told.riskId,
      h1: told.scopeHash,
      'p-cleo': cmo.personId,
      'p-theo': cto.personId,
      'p-cami': marketer.personId,
      'p-bea': (builder ?? backend).personId,
      'p-finn': frontend.personId,
      'p-rita': (reviewer ?? this.cast.reviewer).personId,
      'p-ruben': secondReviewer.personId,
      marketing: consumer,
      engineering: provider,
    };
    return <Event extends Fact>(facts: readonly Event[]): Event[] => {
      const text = JSON.stringify(facts);
      const named = text.replace(/"([\w-]+)"/g, (_, name: string) => JSON.stringify(ids[name] ?? name));
      return JSON.parse(named) as Event[];
    };
  }
}

interface Named {
  readonly id: string;
  readonly reviewId: string;
  readonly riskId: string;
  readonly scopeHash: string;
}

/** The scope of work as its review reads it. */
function scopeOf(facts: readonly RequestEvent[]): string {
  const meta = { actorId: 'p', actorRole: 'ADMIN', commandId: 'c', correlationId: 'c' };
  const recorded = facts.map((fact, index) => ({
    ...fact,
    eventId: randomUUID(),
    workspaceId: randomUUID(),
    streamId: 'request',
    version: index + 1,
    position: index + 1,
    recordedAt: `${TODAY}T08:00:00.000Z`,
    schemaVersion: 1,
    meta,
  }));
  const state = recorded.reduce<RequestState>(
    (before, fact) => request.evolve(before, fact satisfies Recorded<RequestEvent>),
    request.initial,
  );
  const subject = riskSubjectOf(state);
  if (!subject) throw new Error('Nothing was drafted.');
  return subject.scopeHash;
}
