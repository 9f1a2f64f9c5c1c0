import { fromGlobalId, toGlobalId } from '#libs/api-kit';
import { operatorCommand, PeopleStore, RIGHTS, ROLES, type Role, Tokens } from '#libs/people';
import { policyStream, workspacePolicy } from '#libs/policies';
import { request, type RequestEvent } from '#libs/requests';
import type { PolicyKind } from '#libs/vocabulary';
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
import {
  type ItemEvent,
  type ItemFacts,
  planningSession,
  requestPlaces,
  roadmapItem,
  type SessionEvent,
} from '../domain/index.js';
import { FEED_SCOPES } from '../feeds/calendar-feeds.js';
import type { Cast, Given, Member, RoadmapApi } from '../roadmap.fixture.js';
import { JULY } from './stories.fixture.js';

export type RoadmapHolder = Holder<Member>;
export type RoadmapCell = Cell<RoadmapBench, Member>;
export type RoadmapTried = Tried<RoadmapBench, Member>;

interface Telling {
  /** `own`: marketing and engineering answer for it; `another`: sales and the agency's team. */
  readonly whose?: Whose;
  /** What else is said of it; of engineering's lane, where nobody has to agree, unless told. */
  readonly said?: Partial<ItemFacts['ItemProposed']>;
}

/** One workspace with a holder of every role; items, sessions and requests are recorded where a command needs them. */
export class RoadmapBench implements Bench<Member> {
  private numbers = 1_000;

  private constructor(
    readonly api: RoadmapApi,
    readonly cast: Cast,
    readonly holders: readonly RoadmapHolder[],
  ) {}

  static async open(api: RoadmapApi): Promise<RoadmapBench> {
    const cast = await api.cast();
    const teamOf = (role: Role): string | null => {
      if (TEAMLESS.includes(role)) return null;
      if (role === 'AGENCY_MEMBER') return fromGlobalId(cast.agencyTeam, 'Team');
      return fromGlobalId(role.startsWith('MARKETING') ? cast.marketing : cast.engineering, 'Team');
    };
    const join = async (name: string, role: Role, scoped: boolean): Promise<RoadmapHolder> => {
      const held = [{ role, teamId: teamOf(role) }];
      return { name, role, scoped, member: await api.join(cast.workspaceId, held, scoped ? RIGHTS : null) };
    };
    const joining = ROLES.map((role) => join(role, role, role === 'INTEGRATION'));
    const holders = await Promise.all([...joining, join('INTEGRATION without scopes', 'INTEGRATION', false)]);
    return new RoadmapBench(api, cast, holders);
  }

  /** The same bench with these people alone. */
  with(holders: readonly RoadmapHolder[]): RoadmapBench {
    return new RoadmapBench(this.api, this.cast, holders);
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

  /** An item to which this happened. Its global id. */
  async item(course: readonly ItemEvent[] = [], { whose = 'own', said = {} }: Telling = {}): Promise<string> {
    const id = randomUUID();
    const { marketing, engineering, sales, agencyTeam, workspaceId } = this.cast;
    const [consumer, provider] = whose === 'own' ? [marketing, engineering] : [sales, agencyTeam];
    const owner = (team: string) => ({ personId: this.cast.backend.personId, teamId: fromGlobalId(team, 'Team') });
    this.numbers += 1;
    const proposed: ItemFacts['ItemProposed'] = {
      number: this.numbers,
      title: 'Faster search',
      lane: 'ENGINEERING',
      kind: 'UPGRADE',
      visibility: 'TEAMS',
      owners: { marketing: owner(consumer), engineering: owner(provider), product: null },
      goalIds: [],
      propertyIds: [],
      expectedImpact: null,
      ...said,
    };
    const facts: readonly ItemEvent[] = [{ type: 'ItemProposed', data: proposed }, ...course];
    await this.api.happened(workspaceId, { aggregate: roadmapItem, id }, facts);
    return toGlobalId('RoadmapItem', id);
  }

  /** More of what happened to an item. */
  async happened(itemId: string, ...facts: readonly ItemEvent[]): Promise<void> {
    const id = fromGlobalId(itemId, 'RoadmapItem');
    await this.api.happened(this.cast.workspaceId, { aggregate: roadmapItem, id }, facts);
  }

  /** An item that is advised to move to July (`S1`). Its global id. */
  async advised(telling: Telling = {}): Promise<string> {
    const suggestion = {
      suggestionId: 'S1',
      requestId: randomUUID(),
      why: 'DATE_MOVED',
      note: 'It takes longer.',
    } as const;
    const data = { ...suggestion, suggested: JULY, confidence: null };
    const itemId = await this.item([{ type: 'ItemPlanned', data: { window: JULY, horizon: 'NEXT' } }], telling);
    await this.happened(itemId, { type: 'MoveSuggested', data });
    return itemId;
  }

  /** Work somebody drafted. Its global id. */
  async request(): Promise<string> {
    const id = randomUUID();
    this.numbers += 1;
    const what = { number: this.numbers, title: 'Landing page', type: 'LANDING_PAGE' } as const;
    const data = {
      ...what,
      consumerTeamId: fromGlobalId(this.cast.marketing, 'Team'),
      requesterId: this.cast.marketer.personId,
      source: { kind: 'FORM', ref: null },
    } as const;
    const facts: readonly RequestEvent[] = [{ type: 'RequestDrafted', data }];
    await this.api.happened(this.cast.workspaceId, { aggregate: request, id }, facts);
    return toGlobalId('Request', id);
  }

  /** Makes a request a part of an item, on both streams. */
  async link(itemId: string, requestId: string, primary = false): Promise<void> {
    const { workspaceId } = this.cast;
    const id = fromGlobalId(requestId, 'Request');
    await this.happened(itemId, { type: 'RequestLinked', data: { requestId: id, primary } });
    const data = { itemId: fromGlobalId(itemId, 'RoadmapItem'), primary };
    await this.api.happened(workspaceId, { aggregate: requestPlaces, id }, [{ type: 'RequestPlaced', data }]);
  }

  /** A planning session to which this happened. Its global id. */
  async session(course: readonly SessionEvent[]): Promise<string> {
    const id = randomUUID();
    await this.api.happened(this.cast.workspaceId, { aggregate: planningSession, id }, course);
    return toGlobalId('PlanningSession', id);
  }

  /** A calendar that somebody subscribes to. Global id of its token. */
  async feed({ personId }: Member): Promise<string> {
    const { workspaceId } = this.cast;
    const command = operatorCommand({ workspaceId, operation: 'mintToken', input: {} });
    const asked = { personId, label: 'Phone', expiresAt: null, roles: null, scopes: FEED_SCOPES };
    const { tokenId } = await new Tokens(this.api.log, new PeopleStore(this.api.pool)).mint(command, asked, null);
    return toGlobalId('Token', tokenId);
  }

  /** What somebody who leads nobody wants a policy to be. */
  async proposal(kind: PolicyKind<unknown>, by: Member): Promise<void> {
    const wish = {
      kind: kind.kind,
      effectiveFrom: '2026-03-01',
      value: kind.initial,
      reason: null,
      side: null,
    } as const;
    const data = { ...wish, byId: by.personId, onBehalfOf: null };
    const { id } = policyStream(kind);
    const { workspaceId } = this.cast;
    await this.api.happened(workspaceId, { aggregate: workspacePolicy, id }, [{ type: 'PolicyProposed', data }]);
  }
}
