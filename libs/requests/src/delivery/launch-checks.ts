import type { OtherStreams } from '#libs/event-log';
import type { LocalDate } from '#libs/vocabulary';
import { Injectable, Optional } from '@nestjs/common';
import { checkLaunch, type GateResult, type KnownRequest, providerCheck, type Request } from '../domain/index.js';
import { launchCandidateOf, LaunchGate, type LaunchDay } from '../ports/launch-gate.js';
import { ProviderGate } from '../ports/provider-gate.js';
import { Onboarding } from '../triage/onboarding.js';

/** A request a launch is thought of. */
export interface RequestToLaunch {
  readonly requestId: string;
  readonly state: KnownRequest;
}

/** What other streams decide about a request's launch on a day, inside of the decision. */
export type ChecksBeside = (others: OtherStreams, request: Request, day: LocalDate) => GateResult[];

const providerOf = (state: KnownRequest): string | null =>
  ('triage' in state ? state.triage?.providerTeamId : undefined) ?? null;

/** Conditions of a launch that are not the request's own: the agency's approval, and what risk and freezes say, where they are kept. */
@Injectable()
export class LaunchChecks {
  constructor(
    private readonly onboarding: Onboarding,
    /** Absent where agencies are not kept. */
    @Optional() private readonly agencies?: ProviderGate,
    /** Absent where nobody reviews risk. */
    @Optional() private readonly gate?: LaunchGate,
  ) {}

  /** For one launch: made before the decision, asked inside of it. */
  async of(workspaceId: string, requestId: string): Promise<ChecksBeside> {
    const notOnboarded = await this.onboarding.refusalOf(workspaceId, requestId);
    return (others, request, day) => {
      if (request.status === 'unknown') return [];
      const ofRisk = this.gate?.check(others, launchCandidateOf(requestId, request), day) ?? [];
      return [providerCheck(notOnboarded(others, day)), ...ofRisk];
    };
  }

  /** Every condition of each request, in their order: what a launch on that day would be held against. */
  async beforehand(workspaceId: string, requests: readonly RequestToLaunch[], at: LaunchDay): Promise<GateResult[][]> {
    const teams = [...new Set(requests.flatMap(({ state }) => providerOf(state) ?? []))];
    const candidates = requests.map(({ requestId, state }) => launchCandidateOf(requestId, state));
    const [standing, ofRisk] = await Promise.all([
      teams.length > 0 ? this.agencies?.standing(workspaceId, teams, at) : undefined,
      this.gate?.readiness(workspaceId, candidates, at),
    ]);
    return requests.map(({ state }, index) => {
      const provider = providerCheck(standing?.get(providerOf(state) ?? '') ?? null);
      return checkLaunch(state, [provider, ...(ofRisk?.[index] ?? [])]);
    });
  }
}
