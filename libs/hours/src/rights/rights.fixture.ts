import { randomUUID } from 'node:crypto';
import { fromGlobalId, toGlobalId } from '#libs/api-kit';
import type { Aggregate, DecisionStream, Fact } from '#libs/event-log';
import { operatorCommand, RIGHTS, ROLES, type Role } from '#libs/people';
import { request, type RequestEvent } from '#libs/requests';
import type { Period } from '#libs/vocabulary';
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
import { agreement, allotment, allotmentId, timeEntry, timeEntryId } from '../domain/index.js';
import type { Cast, Given, HoursApi, Member } from '../hours.fixture.js';
import type { Story } from './stories.fixture.js';

export type HoursHolder = Holder<Member>;
export type HoursCell = Cell<HoursBench, Member>;
export type HoursTried = Tried<HoursBench, Member>;

/** An agreement of a story in the bench's workspace. */
export class Told {
  constructor(
    /** Plain id. */
    private readonly id: string,
    /** Global id of the request its months know. */
    readonly requestId: string,
  ) {}

  /** Global id. */
  get agreementId(): string {
    return toGlobalId('Agreement', this.id);
  }

  /** Global id of a month. */
  month(period: Period): string {
    return toGlobalId('Allotment', allotmentId(this.id, period));
  }

  /** Global id of an entry. */
  entry(entryId = 'e-1'): string {
    return toGlobalId('TimeEntry', timeEntryId(this.id, entryId));
  }

  /** Where facts of a month or the agreement are kept. */
  streamId(period: Period | null): string {
    return period === null ? `${agreement.type}-${this.id}` : `${allotment.type}-${allotmentId(this.id, period)}`;
  }
}

interface Telling {
  /** `own`: an agreement of marketing and engineering; `another`: of sales and the agency's team. */
  readonly between?: Whose;
  /** Who worked; the backend engineer unless told. */
  readonly worker?: Member;
  readonly requestId?: string;
}

const estimate = {
  estimateId: 'E1',
  optimistic: 60,
  likely: 60,
  pessimistic: 60,
  lines: [{ kind: 'BACKEND', minutes: 60 }],
  confidence: 'HIGH',
  assumptions: [],
  durationForecastDays: 1,
  validUntil: '2026-02-05',
} as const;

const stream = <State, Event extends Fact>(
  aggregate: Aggregate<State, Event>,
  id: string,
  facts: readonly Event[],
): { readonly stream: DecisionStream<unknown, Fact>; readonly facts: readonly Fact[] } => ({
  stream: { aggregate, id, expect: 'new' },
  facts,
});

/** One workspace with a holder of every role; agreements, months and entries are recorded where a command needs them. */
export class HoursBench implements Bench<Member> {
  private numbers = 1_000;
  private readonly requests = new Map<string, Promise<string>>();

  private constructor(
    readonly api: HoursApi,
    readonly cast: Cast,
    readonly holders: readonly HoursHolder[],
  ) {}

  static async open(api: HoursApi): Promise<HoursBench> {
    const cast = await api.cast();
    const teamOf = (role: Role): string | null => {
      if (TEAMLESS.includes(role)) return null;
      if (role === 'AGENCY_MEMBER') return fromGlobalId(cast.agencyTeam, 'Team');
      return fromGlobalId(role.startsWith('MARKETING') ? cast.marketing : cast.engineering, 'Team');
    };
    const join = async (name: string, role: Role, scoped: boolean): Promise<HoursHolder> => {
      const held = [{ role, teamId: teamOf(role) }];
      return { name, role, scoped, member: await api.join(cast.workspaceId, held, scoped ? RIGHTS : null) };
    };
    const joining = ROLES.map((role) => join(role, role, role === 'INTEGRATION'));
    const holders = await Promise.all([...joining, join('INTEGRATION without scopes', 'INTEGRATION', false)]);
    return new HoursBench(api, cast, holders);
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

  /** A story, told of an agreement of its own, all at once. */
  async tell(story: Story, { between = 'own', worker, requestId }: Telling = {}): Promise<Told> {
    const id = randomUUID();
    const asked = requestId ?? (await this.request({ between }));
    const real = this.names({ id, between, worker, requestId: asked });
    const number = (this.numbers += 1);
    const parts = [
      stream(
        agreement,
        id,
        real(story.agreement).map((fact) =>
          fact.type === 'AgreementDrafted' ? { ...fact, data: { ...fact.data, number } } : fact,
        ),
      ),
      ...[...story.months].map(([period, facts]) => stream(allotment, allotmentId(id, period), real(facts))),
      ...[...story.entries].map(([entryId, facts]) => stream(timeEntry, timeEntryId(id, entryId), real(facts))),
    ];
    const command = operatorCommand({ workspaceId: this.cast.workspaceId, operation: 'cast', input: { id } });
    const keyed = parts.map((part, index) => [String(index), part] as const);
    await this.api.log.decide(command, Object.fromEntries(keyed.map(([key, part]) => [key, part.stream])), () =>
      Object.fromEntries(keyed.map(([key, { facts }]) => [key, facts])),
    );
    return new Told(id, asked);
  }

  /** Work both sides signed, between two teams; one for all who did not ask for it themselves. Its global id. */
  request({
    between = 'own',
    requester = this.cast.marketer,
    until = 'RequestApproved',
  }: {
    readonly between?: Whose;
    readonly requester?: Member;
    readonly until?: RequestEvent['type'];
  } = {}): Promise<string> {
    const key = `${between} ${requester.personId} ${until}`;
    const found = this.requests.get(key) ?? this.newRequest(between, requester, until);
    this.requests.set(key, found);
    return found;
  }

  private async newRequest(between: Whose, requester: Member, until: RequestEvent['type']): Promise<string> {
    const { consumer, provider } = this.teams(between);
    const id = randomUUID();
    const number = (this.numbers += 1);
    const drafted = { number, title: 'Landing page', type: 'LANDING_PAGE', consumerTeamId: consumer } as const;
    const slaTargets = { firstResponseMinutes: 480, answerMinutes: 480 };
    const preparedBy = this.cast.backend.personId;
    const facts: readonly RequestEvent[] = [
      {
        type: 'RequestDrafted',
        data: { ...drafted, requesterId: requester.personId, source: { kind: 'FORM', ref: null } },
      },
      { type: 'RequestSubmitted', data: { revision: 1, completeness: 100, slaTargets } },
      { type: 'RequestTriaged', data: { providerTeamId: provider, priorityClass: 'NORMAL', roughMinutes: 60 } },
      { type: 'EstimateSubmitted', data: { ...estimate, preparedBy } },
      { type: 'RequestApproved', data: { totalReserved: 0, plan: [], overageMinutes: 0 } },
    ];
    const last = facts.findIndex(({ type }) => type === until);
    await this.api.happened(this.cast.workspaceId, { aggregate: request, id }, facts.slice(0, last + 1));
    return toGlobalId('Request', id);
  }

  private teams(between: Whose): { readonly consumer: string; readonly provider: string } {
    const { marketing, engineering, sales, agencyTeam } = this.cast;
    const [consumer, provider] = between === 'own' ? [marketing, engineering] : [sales, agencyTeam];
    return { consumer: fromGlobalId(consumer, 'Team'), provider: fromGlobalId(provider, 'Team') };
  }

  /** Gives the names of the rules' specs the ids of this workspace. */
  private names({ id, between, worker, requestId }: Telling & { id: string; between: Whose; requestId: string }) {
    const { cmo, cto, frontend, finance, backend } = this.cast;
    const { consumer, provider } = this.teams(between);
    const ids: Readonly<Record<string, string>> = {
      'AG-1': id,
      'REQ-1': fromGlobalId(requestId, 'Request'),
      'p-cleo': cmo.personId,
      'p-theo': cto.personId,
      'p-bea': (worker ?? backend).personId,
      'p-finn': frontend.personId,
      'p-fay': finance.personId,
      't-marketing': consumer,
      't-engineering': provider,
    };
    return <Event extends Fact>(facts: readonly Event[]): Event[] => {
      const text = JSON.stringify(facts);
      const named = text.replace(/"(AG-1|REQ-1|[pt]-[a-z]+)"/g, (_, name: string) => JSON.stringify(ids[name]));
      return JSON.parse(named) as Event[];
    };
  }
}
