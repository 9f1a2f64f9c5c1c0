import { type DecisionStream, type Fact, type OtherStreams, Past } from '#libs/event-log';
import { policyOn, policyStream, workspacePolicy } from '#libs/policies';
import { type GateResult, type LaunchCandidate, type LaunchDay, LaunchGate } from '#libs/requests';
import type { LocalDate } from '#libs/vocabulary';
import { Injectable } from '@nestjs/common';
import pg from 'pg';
import { freezesNotedOn, property, riskReview, riskTriggersPolicy } from '../domain/index.js';
import { freezeStreamsFor } from '../properties/freeze-streams.js';
import { gateResults, propertyIdsOf, reviewIdsOf } from './gate-results.js';
import { type GateSource, pastSource, presentSource } from './gate-sources.js';

type Stream = DecisionStream<unknown, Fact>;

const each = (ids: readonly string[]): string[] => [...new Set(ids)];

/** What risk and freezes have against a launch: one rule for the refusal, and for the list that is shown beforehand. */
@Injectable()
export class RiskLaunchGate extends LaunchGate {
  constructor(
    private readonly pool: pg.Pool,
    private readonly past: Past,
  ) {
    super();
  }

  /** Reviews, properties and freezes guard the launch; the trigger map of that day is only read. */
  override check(others: OtherStreams, candidate: LaunchCandidate, day: LocalDate): readonly GateResult[] {
    const [reviewIds, propertyIds] = [reviewIdsOf(candidate), propertyIdsOf(candidate)];
    others.foresee([
      policyStream(riskTriggersPolicy),
      ...reviewIds.map((id) => ({ aggregate: riskReview, id, expect: 'latest' }) as unknown as Stream),
      ...propertyIds.map((id) => ({ aggregate: property, id, expect: 'latest' }) as unknown as Stream),
    ]);
    const set = others.read(workspacePolicy, riskTriggersPolicy.kind, { guards: false });
    const look = {
      reviews: Object.fromEntries(reviewIds.map((id) => [id, others.read(riskReview, id)])),
      properties: Object.fromEntries(propertyIds.map((id) => [id, others.read(property, id)])),
      freezes: freezeStreamsFor(others, propertyIds, day),
      triggers: policyOn(set, riskTriggersPolicy, day).value,
    };
    return gateResults(candidate, look, day);
  }

  override async readiness(
    workspaceId: string,
    candidates: readonly LaunchCandidate[],
    { day, position }: LaunchDay,
  ): Promise<readonly (readonly GateResult[])[]> {
    const source =
      position === null ? presentSource(this.pool, workspaceId) : pastSource(this.past, workspaceId, position);
    const look = await lookedUp(source, candidates, day);
    return candidates.map((candidate) => gateResults(candidate, look, day));
  }
}

/** Four statements, however many requests are asked about; freezes are found as a launch finds them, by what their properties note. */
async function lookedUp(source: GateSource, candidates: readonly LaunchCandidate[], day: LocalDate) {
  const [reviews, properties, triggers] = await Promise.all([
    source.reviews(each(candidates.flatMap(reviewIdsOf))),
    source.properties(each(candidates.flatMap(propertyIdsOf))),
    source.triggers(day),
  ]);
  const noted = each(Object.values(properties).flatMap((one) => freezesNotedOn(one, day)));
  const freezes = noted.length > 0 ? await source.freezes(noted) : {};
  return { reviews, properties, freezes, triggers };
}
