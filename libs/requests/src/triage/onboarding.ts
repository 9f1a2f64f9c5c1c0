import { preparedRowsOf, sql } from '#libs/api-kit';
import type { OtherStreams } from '#libs/event-log';
import type { LocalDate, ProviderNotOnboarded } from '#libs/vocabulary';
import { Injectable, Optional } from '@nestjs/common';
import pg from 'pg';
import { ProviderGate } from '../ports/provider-gate.js';

/** Refuses work on a day on which the agency is not approved. @throws ProviderNotOnboarded */
export type OnboardingCheck = (others: OtherStreams, day: LocalDate) => void;

/** The same as an answer; null on a day on which work may go on. */
export type OnboardingRefusal = (others: OtherStreams, day: LocalDate) => ProviderNotOnboarded | null;

const ofTheHouse: OnboardingRefusal = () => null;

/** Agencies work only while their security checklist is approved (contexts 3.10). */
@Injectable()
export class Onboarding {
  constructor(
    private readonly pool: pg.Pool,
    /** Absent where agencies are not kept. */
    @Optional() private readonly gate?: ProviderGate,
  ) {}

  /** For work that is given to a team. */
  async ofTeam(workspaceId: string, teamId: string): Promise<OnboardingCheck> {
    return checked(await this.refusalOfTeam(workspaceId, teamId));
  }

  /** For work of several teams, by team id. */
  async ofTeams(workspaceId: string, teamIds: readonly string[]): Promise<ReadonlyMap<string, OnboardingCheck>> {
    const checks = teamIds.map(async (teamId) => [teamId, await this.ofTeam(workspaceId, teamId)] as const);
    return new Map(await Promise.all(checks));
  }

  /** For work on a request, by the team it was given to. */
  async ofRequest(workspaceId: string, requestId: string): Promise<OnboardingCheck> {
    return checked(await this.refusalOf(workspaceId, requestId));
  }

  /** As `ofRequest`, for a rule that lists what is against it. */
  async refusalOf(workspaceId: string, requestId: string): Promise<OnboardingRefusal> {
    if (!this.gate) return ofTheHouse;
    const [row] = await preparedRowsOf<{ team: string | null }>(
      this.pool,
      sql`SELECT provider_team_id AS team FROM requests.request_row
        WHERE workspace_id = ${workspaceId}::uuid AND request_id = ${requestId}::uuid`,
    );
    return row?.team == null ? ofTheHouse : this.refusalOfTeam(workspaceId, row.team);
  }

  private async refusalOfTeam(workspaceId: string, teamId: string): Promise<OnboardingRefusal> {
    const { gate } = this;
    const agencyId = (await gate?.agencyOf(workspaceId, teamId)) ?? null;
    if (!gate || agencyId === null) return ofTheHouse;
    return (others, day) => gate.notOnboarded(others, agencyId, day);
  }
}

const checked =
  (refusalOn: OnboardingRefusal): OnboardingCheck =>
  (others, day) => {
    const refusal = refusalOn(others, day);
    if (refusal) throw refusal;
  };
