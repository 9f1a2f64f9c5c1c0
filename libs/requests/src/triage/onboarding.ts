import { preparedRowsOf, sql } from '#libs/api-kit';
import type { OtherStreams } from '#libs/event-log';
import type { LocalDate } from '#libs/vocabulary';
import { Injectable, Optional } from '@nestjs/common';
import pg from 'pg';
import { ProviderGate } from '../ports/provider-gate.js';

/** Refuses work on a day on which the agency is not approved. @throws ProviderNotOnboarded */
export type OnboardingCheck = (others: OtherStreams, day: LocalDate) => void;

const ofTheHouse: OnboardingCheck = () => undefined;

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
    const { gate } = this;
    const agencyId = (await gate?.agencyOf(workspaceId, teamId)) ?? null;
    if (!gate || agencyId === null) return ofTheHouse;
    return (others, day) => gate.requireOnboarded(others, agencyId, day);
  }

  /** For work of several teams, by team id. */
  async ofTeams(workspaceId: string, teamIds: readonly string[]): Promise<ReadonlyMap<string, OnboardingCheck>> {
    const checks = teamIds.map(async (teamId) => [teamId, await this.ofTeam(workspaceId, teamId)] as const);
    return new Map(await Promise.all(checks));
  }

  /** For work on a request, by the team it was given to. */
  async ofRequest(workspaceId: string, requestId: string): Promise<OnboardingCheck> {
    if (!this.gate) return ofTheHouse;
    const [row] = await preparedRowsOf<{ team: string | null }>(
      this.pool,
      sql`SELECT provider_team_id AS team FROM requests.request_row
        WHERE workspace_id = ${workspaceId}::uuid AND request_id = ${requestId}::uuid`,
    );
    return row?.team == null ? ofTheHouse : this.ofTeam(workspaceId, row.team);
  }
}
