import { fromGlobalId, toGlobalId } from '#libs/api-kit';
import { request, type RequestEvent } from '#libs/requests';
import { randomUUID } from 'node:crypto';
import { activeAgreement, openMonths } from '../agreements.fixture.js';
import { allotment, type AllotmentState, allotmentId } from '../domain/index.js';
import { type Cast, type Given, HoursApi, type Member } from '../hours.fixture.js';

export interface ShownEntry {
  readonly id: string;
  readonly version: number;
  readonly entryId: string;
  readonly [field: string]: unknown;
}

export interface TimePayload {
  readonly position: string | null;
  readonly replayed: boolean;
  readonly entry: ShownEntry | null;
  readonly draw: Readonly<Record<string, unknown>> | null;
  readonly thresholdsCrossed: readonly number[];
  readonly overage: Readonly<Record<string, unknown>> | null;
  readonly workStopped: boolean;
  readonly creditedMinutes: number;
  readonly allotment: { readonly period: string; readonly balance: Readonly<Record<string, number>> } | null;
  readonly problems: readonly (Readonly<Record<string, unknown>> & { readonly code: string })[];
}

const MONEY = '{ minorUnits currency }';
export const ENTRY = `id version entryId period workedPeriod workedOn startedAt activity role minutes billable note status
  reversalCause creditedMinutes correctsId correctedById requestId personId draw { baseMinutes carriedMinutes overageMinutes
  uncoveredMinutes overageId } standing { baseMinutes overageMinutes uncoveredMinutes writtenOffMinutes debtMinutes }
  credits { creditId period pool minutes amount ${MONEY} } rate ${MONEY} amount ${MONEY}`;

const PROBLEMS = `problems { __typename code category path message ... on BusinessProblem { details }
  ... on InvalidStateProblem { state allowed } ... on ForbiddenProblem { right } ... on NotFoundProblem { what }
  ... on MinutesInvalidProblem { minutes granularityMinutes } ... on PeriodClosedProblem { closedPeriod: period useInstead }
  ... on TimeEntryOutsidePeriodProblem { workedOn period } ... on TimeEntryCrossesPeriodProblem { firstDay lastDay }
  ... on TimeEntryExistsProblem { entryId } ... on EntryNotFoundProblem { entryId } ... on EntryAlreadyReversedProblem { entryId }
  ... on CreditExceedsOriginalProblem { entryId creditableMinutes minutes }
  ... on RequestNotChargeableProblem { requestId status } ... on StaleVersionProblem { expected actual current { id } } }`;

const NEW = ['recordTime', 'recordLateTime'];

const documentOf = (name: string): string => {
  const input = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  const [variable, argument] = NEW.includes(name) ? ['', ''] : ['$expect: Expect!, ', 'expect: $expect, '];
  return `mutation ($input: ${input}!, ${variable}$key: String) {
    ${name}(input: $input, ${argument}idempotencyKey: $key) { position replayed entry { ${ENTRY} } draw { baseMinutes overageMinutes
    uncoveredMinutes } thresholdsCrossed overage { overageId minutes approved } workStopped creditedMinutes allotment { period balance {
    basePoolMinutes consumedMinutes availableMinutes uncoveredMinutes overageConsumedMinutes notBillableMinutes } } ${PROBLEMS} } }`;
};

/** A closed month's last fact; nothing is handed on. */
const closed = { consumed: 0, overage: 0, unused: 0, rolledOver: 0, expired: 0, debtOut: 0, amount: 0, lotsOut: [] };

/** An agreement whose months are open, and its mutations on time. */
export class TimeBench {
  private constructor(
    readonly api: HoursApi,
    readonly cast: Cast,
    /** Global id. */
    readonly agreementId: string,
  ) {}

  /** AG-1 of January 2026, with other fields of `draftAgreement`; January runs, February and March are planned. */
  static async begin(api: HoursApi, change: object = {}, known: Cast | null = null): Promise<TimeBench> {
    const cast = known ?? (await api.cast());
    const bench = new TimeBench(api, cast, await activeAgreement(api, cast, change));
    await bench.open('2026-01', '2026-02', '2026-03');
    return bench;
  }

  /** Opens months, and begins those whose first day has come. */
  open(...periods: string[]): Promise<void> {
    return openMonths(this.api, this.cast, this.agreementId, periods);
  }

  /** Goes to a day, 09:00 in Berlin. */
  async on(day: string): Promise<void> {
    await this.api.setClock(this.cast.workspaceId, `${day}T08:00:00.000Z`);
    await this.open('2026-01', '2026-02', '2026-03', '2026-04');
  }

  /** Closes a month, whatever would still be to do. */
  close(period: string): Promise<void> {
    const stream = { aggregate: allotment, id: allotmentId(fromGlobalId(this.agreementId, 'Agreement'), period) };
    return this.api.happened(this.cast.workspaceId, stream, [
      { type: 'ClosingBegun', data: { graceEndsOn: `${period}-28` } },
      { type: 'PeriodClosed', data: { ...closed, nextPeriod: null } },
    ]);
  }

  /** Global id of a request that is triaged, or only drafted. */
  async request(
    number = 1,
    status: 'DRAFT' | 'TRIAGED' = 'TRIAGED',
    team: 'marketing' | 'sales' = 'marketing',
  ): Promise<string> {
    const { workspaceId, engineering, marketer } = this.cast;
    const [consumerTeamId, providerTeamId] = [this.cast[team], engineering].map((id) => fromGlobalId(id, 'Team')) as [
      string,
      string,
    ];
    const drafted = { number, title: 'Landing page', type: 'LANDING_PAGE', consumerTeamId } as const;
    const facts: RequestEvent[] = [
      {
        type: 'RequestDrafted',
        data: { ...drafted, requesterId: marketer.personId, source: { kind: 'FORM', ref: null } },
      },
    ];
    if (status === 'TRIAGED') {
      const slaTargets = { firstResponseMinutes: 480, answerMinutes: 480 };
      facts.push({ type: 'RequestSubmitted', data: { revision: 1, completeness: 100, slaTargets } });
      facts.push({ type: 'RequestTriaged', data: { providerTeamId, priorityClass: 'NORMAL', roughMinutes: 600 } });
    }
    const id = randomUUID();
    await this.api.happened(workspaceId, { aggregate: request, id }, facts);
    return toGlobalId('Request', id);
  }

  /** An hour of building by the backend engineer today, with other fields. */
  work(change: object = {}): object {
    return { agreementId: this.agreementId, workedOn: '2026-01-05', minutes: 60, activity: 'BUILD', ...change };
  }

  async give(who: Member, name: string, input: object, { expect, key, onBehalfOf }: Given = {}): Promise<TimePayload> {
    const variables = { input, key, ...(!NEW.includes(name) && { expect: expect ?? { latest: true } }) };
    const { data, errors } = await this.api.run(documentOf(name), who, variables, onBehalfOf);
    if (errors) throw new Error(`${name}: ${JSON.stringify(errors)}`);
    return (data as Record<string, TimePayload>)[name]!;
  }

  async done(who: Member, name: string, input: object, given: Given = {}): Promise<TimePayload> {
    const payload = await this.give(who, name, input, given);
    if (payload.problems.length > 0) throw new Error(`${name}: ${JSON.stringify(payload.problems)}`);
    return payload;
  }

  /** What a mutation was refused for; fails when it was not, or when anything was stored. */
  async refused(who: Member, name: string, input: object, given: Given = {}): Promise<TimePayload['problems'][number]> {
    const { workspaceId } = this.cast;
    const before = await this.api.events(workspaceId);
    const { problems, entry } = await this.give(who, name, input, given);
    expect([problems.length, entry]).toEqual([1, null]);
    expect(await this.api.events(workspaceId)).toBe(before);
    return problems[0]!;
  }

  /** Records work and gives back the entry. */
  async record(change: object = {}, who: Member = this.cast.backend): Promise<ShownEntry> {
    return (await this.done(who, 'recordTime', this.work(change))).entry!;
  }

  /** The month as it stands. */
  async month(period = '2026-01'): Promise<AllotmentState> {
    const sql = `select document from hours.allotment_row where workspace_id = $1 and period = $2`;
    const { rows } = await this.api.owner.query<{ document: AllotmentState }>(sql, [this.cast.workspaceId, period]);
    return rows[0]!.document;
  }
}
