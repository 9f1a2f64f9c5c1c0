import { fromGlobalId, toGlobalId } from '#libs/api-kit';
import { request, type RequestEvent } from '#libs/requests';
import { randomUUID } from 'node:crypto';
import { activeAgreement, openMonths } from '../agreements.fixture.js';
import type { Cast, HoursApi, Member } from '../hours.fixture.js';

let numbers = 0;

interface GivenRequest {
  readonly requester?: Member;
  /** Global id of a team. */
  readonly builtBy?: string;
  /** What happened after its triage. */
  readonly more?: readonly RequestEvent[];
}

/** A request the two teams of AG-1 have: triaged, of the marketer unless told. Its global id. */
export async function triagedRequest(
  api: HoursApi,
  cast: Cast,
  { requester = cast.marketer, builtBy = cast.engineering, more = [] }: GivenRequest = {},
): Promise<string> {
  const id = randomUUID();
  numbers += 1;
  const [consumerTeamId, providerTeamId] = [cast.marketing, builtBy].map((team) => fromGlobalId(team, 'Team'));
  const drafted = { number: numbers, title: 'Spring landing page', type: 'LANDING_PAGE', consumerTeamId } as const;
  await api.happened(cast.workspaceId, { aggregate: request, id }, [
    {
      type: 'RequestDrafted',
      data: {
        ...drafted,
        consumerTeamId: consumerTeamId!,
        requesterId: requester.personId,
        source: { kind: 'FORM', ref: null },
      },
    },
    {
      type: 'RequestSubmitted',
      data: { revision: 1, completeness: 100, slaTargets: { firstResponseMinutes: 480, answerMinutes: 480 } },
    },
    {
      type: 'RequestTriaged',
      data: { providerTeamId: providerTeamId!, priorityClass: 'NORMAL', roughMinutes: 60 },
    },
    ...more,
  ]);
  return toGlobalId('Request', id);
}

/** Global id of a month. */
export const monthId = (agreementId: string, period: string): string =>
  toGlobalId('Allotment', `${fromGlobalId(agreementId, 'Agreement')}-${period}`);

/** A workspace with AG-1 in force, and its months from January on: the first one runs. */
export class OverageBench {
  private constructor(
    readonly api: HoursApi,
    readonly cast: Cast,
    readonly agreementId: string,
  ) {}

  static async open(api: HoursApi, change: object = {}, startsOn?: string): Promise<OverageBench> {
    const cast = await api.cast(startsOn);
    const agreementId = await activeAgreement(api, cast, change);
    await openMonths(api, cast, agreementId, ['2026-01', '2026-02', '2026-03']);
    return new OverageBench(api, cast, agreementId);
  }

  month(period = '2026-01'): string {
    return monthId(this.agreementId, period);
  }

  request(given: GivenRequest = {}): Promise<string> {
    return triagedRequest(this.api, this.cast, given);
  }

  /** The provider's lead records work of an engineer; what the month is short of stays uncovered. */
  async work(entryId: string, requestId: string | null, minutes: number, more: object = {}): Promise<void> {
    const { api, cast, agreementId } = this;
    const who = { personId: cast.backend.id, reason: 'told me' };
    const what = { entryId, requestId, minutes, activity: 'BUILD', workedOn: '2026-01-05', ...who, ...more };
    await api.done(cast.cto, 'recordTime', { agreementId, ...what });
  }

  /** Uses up January without a request: 4,800 minutes in four entries. */
  async exhaust(): Promise<void> {
    for (const index of [1, 2, 3, 4]) await this.work(`full-${index}`, null, 1200);
  }

  ask(requestId: string, minutes = 90, who = this.cast.cmo, period?: string) {
    const input = { allotmentId: this.month(period), requestId, minutes, reason: 'More than was planned.' };
    return this.api.done(who, 'requestOverage', input);
  }

  sign(overageId: string, side: 'CONSUMER' | 'PROVIDER', who?: Member, period?: string) {
    const signer = who ?? (side === 'CONSUMER' ? this.cast.cmo : this.cast.cto);
    return this.api.done(signer, 'approveOverage', { allotmentId: this.month(period), overageId, side });
  }
}
