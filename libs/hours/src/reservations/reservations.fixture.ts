import { fromGlobalId, toGlobalId } from '#libs/api-kit';
import type { ProcessTools, Recorded } from '#libs/event-log';
import { request, type RequestEvent } from '#libs/requests';
import { v5 as uuidV5 } from 'uuid';
import { activeAgreement, openMonths } from '../agreements.fixture.js';
import { allotment, type AllotmentEvent, allotmentId, type AllotmentState } from '../domain/index.js';
import type { Cast, HoursApi } from '../hours.fixture.js';

const brief = {
  userStories: [{ role: 'visitor', want: 'see the spring offers on one page', benefit: 'I find mine at once' }],
  criteria: [{ text: 'The page loads within 2 seconds' }],
  context: {
    campaignGoal: 'Sell 300 spring bundles',
    audience: 'Returning customers',
    expectedImpact: { metric: 'conversion', baseline: 2.1, target: 2.6, windowDays: 30 },
  },
  assetsNotNeeded: 'Uses the page kit',
  tracking: [{ event: 'offer_clicked', property: 'www', consentRequired: true }],
};

export interface Line {
  readonly period: string;
  readonly minutes: number;
}

export interface ShownReservation {
  readonly allotmentId: string;
  readonly period: string;
  readonly openMinutes: number;
  readonly consumedMinutes: number;
  readonly earmarkedMinutes: number;
}

/** A workspace with an agreement in force whose first months are open, and requests of its two teams. */
export class ReservationBench {
  private constructor(
    readonly api: HoursApi,
    readonly cast: Cast,
    /** Global id. */
    readonly agreementId: string,
  ) {}

  /** AG-1 with other fields of `draftAgreement`; January runs, February and March are planned. */
  static async open(api: HoursApi, change: object = {}): Promise<ReservationBench> {
    const cast = await api.cast();
    const agreementId = await activeAgreement(api, cast, change);
    await openMonths(api, cast, agreementId, ['2026-01', '2026-02', '2026-03']);
    return new ReservationBench(api, cast, agreementId);
  }

  /** With so many minutes a month. */
  static pool(api: HoursApi, minutesPerMonth: number): Promise<ReservationBench> {
    return ReservationBench.open(api, { grant: { pool: { minutesPerMonth } } });
  }

  month(period = '2026-01', agreementId = this.agreementId): string {
    return toGlobalId('Allotment', allotmentId(fromGlobalId(agreementId, 'Agreement'), period));
  }

  plan(...lines: readonly Line[]): object[] {
    return lines.map((line) => ({ agreementId: this.agreementId, ...line }));
  }

  /** A request that is estimated and dated: it waits for two signatures. Its global id. */
  async dated(likelyMinutes: number): Promise<string> {
    const { api, cast } = this;
    const { marketer, manager, backend } = cast;
    const what = { title: 'Spring landing page', type: 'LANDING_PAGE', consumerTeamId: cast.marketing };
    const requestId = (await api.done(marketer, 'createRequest', what)).request!.id;
    await api.done(marketer, 'reviseBrief', { requestId, brief });
    await api.done(marketer, 'submitRequest', { requestId });
    const owner = { providerTeamId: cast.engineering, ownerId: manager.id };
    await api.done(manager, 'triageRequest', { requestId, ...owner, priorityClass: 'NORMAL', roughMinutes: 60 });
    const asked = `query ($id: ID!) { request(id: $id) { checklist { itemId required } } }`;
    const { checklist } = await api.ask<{ checklist: { itemId: string; required: boolean }[] }>(asked, backend, {
      id: requestId,
    });
    const answers = checklist.filter(({ required }) => required).map(({ itemId }) => ({ itemId, answer: 'YES' }));
    await api.done(backend, 'answerChecklist', { requestId, answers });
    await this.estimate(requestId, likelyMinutes);
    const date = { date: '2026-01-23', dateKind: 'PREFERENCE', sides: ['CONSUMER', 'PROVIDER'] };
    await api.done(manager, 'agreeDate', { requestId, ...date });
    return requestId;
  }

  async estimate(requestId: string, likelyMinutes: number): Promise<void> {
    await this.api.done(this.cast.backend, 'submitEstimate', {
      requestId,
      optimisticMinutes: likelyMinutes,
      likelyMinutes,
      pessimisticMinutes: likelyMinutes + 300,
      lines: [{ kind: 'FRONTEND', minutes: likelyMinutes }],
      confidence: 'MEDIUM',
      durationForecastDays: 10,
      validUntil: '2026-02-05',
    });
  }

  /** Signs for marketing, with a plan. */
  first(requestId: string, ...lines: readonly Line[]) {
    const plan = { reservationPlan: this.plan(...lines), reason: 'As we spoke.' };
    return this.api.done(this.cast.cmo, 'approveRequest', { requestId, side: 'CONSUMER', ...plan });
  }

  /** Signs for engineering, with the plan of marketing. */
  second(requestId: string) {
    return this.api.give(this.cast.cto, 'approveRequest', { requestId, side: 'PROVIDER' });
  }

  /** A request both sides signed. */
  async approved(likelyMinutes: number, ...lines: readonly Line[]): Promise<string> {
    const requestId = await this.dated(likelyMinutes);
    await this.first(requestId, ...lines);
    await this.api.done(this.cast.cto, 'approveRequest', { requestId, side: 'PROVIDER' });
    return requestId;
  }

  /** More is asked for than was signed: a new estimate is due. */
  async widen(requestId: string, likelyMinutes: number): Promise<void> {
    const wider = { ...brief, criteria: [...brief.criteria, { text: 'The form shows the offer that was clicked' }] };
    await this.api.done(this.cast.marketer, 'reviseBrief', { requestId, brief: wider, cause: 'CHANGED_MIND' });
    await this.estimate(requestId, likelyMinutes);
  }

  /** Both leads end the agreement. */
  async end(lastPeriod: string): Promise<void> {
    const { api, cast, agreementId } = this;
    await api.done(cast.cmo, 'endAgreement', { agreementId, lastPeriod, side: 'CONSUMER' });
    await api.done(cast.cto, 'endAgreement', { agreementId, lastPeriod, side: 'PROVIDER' });
  }

  /** Built, handed over and verified: it waits to be accepted. */
  async verified(requestId: string): Promise<void> {
    const { api, cast } = this;
    await api.done(cast.backend, 'startWork', { requestId });
    await api.done(cast.backend, 'deliverRequest', { requestId, notes: 'Look at the staging site' });
    await api.done(cast.marketer, 'verifyCriterion', { requestId, criterionId: 'C1' });
  }

  work(entryId: string, requestId: string | null, minutes: number, workedOn = '2026-01-05') {
    const { api, cast, agreementId } = this;
    const entry = { agreementId, entryId, requestId, minutes, workedOn, activity: 'BUILD' };
    return api.done(cast.backend, 'recordTime', entry);
  }

  async reservations(requestId: string, who = this.cast.cto): Promise<ShownReservation[]> {
    const source = `query ($id: ID!) { request(id: $id) { reservations {
      allotmentId period openMinutes consumedMinutes earmarkedMinutes } } }`;
    return (await this.api.ask<{ reservations: ShownReservation[] }>(source, who, { id: requestId })).reservations;
  }

  /** What a request has open, by month. */
  async openOf(requestId: string): Promise<Record<string, number>> {
    const shown = await this.reservations(requestId);
    return Object.fromEntries(shown.map(({ period, openMinutes }) => [period, openMinutes]));
  }

  /** The month after each of its facts, with the fact. */
  async course(period = '2026-01'): Promise<{ event: Recorded<AllotmentEvent>; state: AllotmentState }[]> {
    const id = allotmentId(fromGlobalId(this.agreementId, 'Agreement'), period);
    const events = await this.facts<AllotmentEvent>(`${allotment.type}-${id}`);
    let state = allotment.initial;
    return events.map((event) => {
      state = allotment.evolve(state, event);
      return { event, state: state as AllotmentState };
    });
  }

  requestFacts(requestId: string): Promise<Recorded<RequestEvent>[]> {
    return this.facts(`${request.type}-${fromGlobalId(requestId, 'Request')}`);
  }

  private async facts<Event extends AllotmentEvent | RequestEvent>(streamId: string): Promise<Recorded<Event>[]> {
    const { workspaceId } = this.cast;
    return (await this.api.log.readStream({ workspaceId, streamId })) as Recorded<Event>[];
  }
}

/** What a reaction to an event is handed, the same each time: as after a crash between its commands and its checkpoint. */
export const toolsFor = ({ log }: HoursApi, { workspaceId, eventId, meta }: Recorded): ProcessTools => ({
  log,
  command: (operation, key = '') => ({
    workspaceId,
    commandId: uuidV5(`${operation}/${key}`, eventId),
    operation,
    requestHash: '00'.repeat(32),
    actorId: 'process:spec',
    actorRole: 'process',
    correlationId: meta.correlationId,
  }),
  schedule: () => undefined,
  cancel: () => undefined,
});
