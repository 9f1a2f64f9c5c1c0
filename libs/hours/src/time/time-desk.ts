import { type Caller, preparedRowsOf, sql } from '#libs/api-kit';
import { type DecisionStream, NotFound, ValidationFailed } from '#libs/event-log';
import { Directory } from '#libs/people';
import { ProviderGate, request, type RequestEvent, type RequestState } from '#libs/requests';
import { isLocalDate, type LocalDate, type Period } from '#libs/vocabulary';
import { Injectable, Optional } from '@nestjs/common';
import pg from 'pg';
import { AgencySpending } from '../agency-spending.js';
import type { HoursScene } from '../decisions.js';
import {
  agreement,
  type AgreementState,
  type AllotmentEvent,
  type ChargeableRequest,
  localDayOf,
  monthOf,
  periodOf,
  type RecordTimeInput,
} from '../domain/index.js';
import { outcomeOf } from './time-outcome.js';

/** R11: from triage on, also after the end of the work. */
const chargeable: readonly RequestState['status'][] = [
  'TRIAGED',
  'ESTIMATED',
  'APPROVED',
  'IN_PROGRESS',
  'DELIVERED',
  'ACCEPTED',
  'LAUNCHED',
  'CLOSED',
];

/** When something was worked, as a caller says it: a day in the agreement's zone, or the instant it started at. */
export interface SaidWhen {
  readonly workedOn?: LocalDate | null;
  readonly startedAt?: string | null;
  readonly period?: Period | null;
}

/** The request of an entry, if it has one: only read, as time is recorded on what the request was when somebody looked. */
export type RequestRead = { readonly request: DecisionStream<RequestState, RequestEvent> };

/**
 * No stream for work without a request. The type says there is one, so that a decision's streams have one type; `chargeableIn` is who
 * looks at it.
 */
export const requestRead = (requestId: string | null): RequestRead =>
  (requestId === null
    ? {}
    : { request: { aggregate: request, id: requestId, expect: 'latest', guards: false } }) as RequestRead;

/**
 * The request as the rules know it. Whoever pays by an agreement pays for its own requests: those of other teams are not there for it, nor
 * are those of other workspaces; who works for them, an agency beside the team that does it, is the agreement's to say.
 * @throws NotFound
 */
export function chargeableIn(
  requestId: string | null,
  known: RequestState,
  { consumerTeamId }: Pick<AgreementState, 'consumerTeamId'>,
): ChargeableRequest | null {
  if (requestId === null) return null;
  if (known.status === 'unknown' || known.consumerTeamId !== consumerTeamId)
    throw new NotFound('request', ['input', 'requestId']);
  return { requestId, status: known.status, chargeable: chargeable.includes(known.status) };
}

type Onboarding = Pick<RecordTimeInput, 'onboarded'>;

/** What a command on time was about. */
export interface Concluded {
  readonly agreementId: string;
  readonly entryId: string;
  /** The month its facts are written into. */
  readonly period: Period;
}

/** What commands on time have in common: what they read before they decide, and what comes with their facts. */
@Injectable()
export class TimeDesk {
  constructor(
    private readonly pool: pg.Pool,
    private readonly directory: Directory,
    readonly spending: AgencySpending,
    @Optional() private readonly gate?: ProviderGate,
  ) {}

  /**
   * The month of some work: said, or that of its day in the agreement's zone. Only an instant alone has to be looked up.
   * @throws ValidationFailed, NotFound
   */
  async monthOf(workspaceId: string, agreementId: string, { period, workedOn, startedAt }: SaidWhen): Promise<Period> {
    if (period != null) return monthOf(period, ['input', 'period']);
    if (workedOn != null && isLocalDate(workedOn)) return periodOf(workedOn);
    if (startedAt == null)
      throw new ValidationFailed('Say on which day it was worked, or when it started.', ['input', 'workedOn']);
    const zone = await this.zoneOf(workspaceId, agreementId);
    return periodOf(localDayOf(startedAt, zone, ['input', 'startedAt']));
  }

  /** @throws NotFound for a person who is not in the workspace; the caller is */
  async requirePerson({ viewer }: Caller, personId: string): Promise<void> {
    if (personId === viewer.personId) return;
    await this.directory.requirePerson(viewer.workspaceId, personId, ['input', 'personId']);
  }

  /** @throws NotFound for anybody who is not in the workspace */
  requirePeople(workspaceId: string, ids: readonly string[], path: readonly string[]): Promise<void> {
    return this.directory.requirePeople(
      workspaceId,
      ids.map((id) => ({ id, path })),
    );
  }

  /** When the provider's checklist is approved around that day, read with the decision; nothing for a team of the house. */
  onboardingIn({ agreement: { provider, timeZone }, others }: HoursScene, when: SaidWhen): Onboarding {
    if (provider.kind === 'TEAM' || !this.gate) return {};
    const day = when.workedOn ?? (when.startedAt == null ? null : localDayOf(when.startedAt, timeZone));
    // Without a day there is nothing to look up: the rule refuses it.
    return day === null ? {} : { onboarded: this.gate.window(others, provider.id, day) };
  }

  /** Keeps with the command what it led to, and books an agency's money in the same append. */
  concluded(scene: HoursScene, { agreementId, entryId, period }: Concluded, facts: readonly AllotmentEvent[]): void {
    scene.remember(outcomeOf(entryId, period, facts));
    this.spending.book(scene, agreementId, facts);
  }

  /** The zone in which days of an agreement begin and end. @throws NotFound */
  async zoneOf(workspaceId: string, agreementId: string): Promise<string> {
    const stream = `${agreement.type}-${agreementId}`;
    const [row] = await preparedRowsOf<{ time_zone: string }>(
      this.pool,
      sql`SELECT time_zone FROM hours.agreement_row WHERE workspace_id = ${workspaceId}::uuid AND stream_id = ${stream}`,
    );
    if (!row) throw new NotFound('agreement', ['input', 'agreementId']);
    return row.time_zone;
  }
}
