import { formatPosition, parsePosition } from '#libs/api-kit';
import { reviewIdOf, riskRules } from '#libs/risk';
import { v5 as uuidV5 } from 'uuid';
import { fact, type ItemEvent, type ItemKind, roadmapItem } from '../domain/index.js';
import type { Cast, RoadmapApi } from '../roadmap.fixture.js';

type Subject = riskRules.Subject;
type ReviewEvent = riskRules.ReviewEvent;

const SPACE = 'b1a5ef4e-6c57-4b52-8d43-2f1d7f6f9a30';
const level = (of: number) => ([1, 2, 3, 4, 5] as const)[(of - 1) % 5] ?? 1;

/** What facts of items and of their reviews are about, by small numbers; stored one command at a time. */
export class InitiativeDesk {
  private reviews = 0;
  private epoch: string | null = null;

  constructor(
    private readonly api: RoadmapApi,
    private readonly cast: Cast,
  ) {}

  idOf(name: string): string {
    return uuidV5(`${this.cast.workspaceId} ${name}`, SPACE);
  }

  /** @returns where the log stood then */
  async item(name: string, event: ItemEvent): Promise<number> {
    const id = this.idOf(name);
    await this.api.happened(this.cast.workspaceId, { aggregate: roadmapItem, id }, [event]);
    return this.position(`${roadmapItem.type}-${id}`);
  }

  propose(name: string, number: number, kind: ItemKind = 'FEATURE'): Promise<number> {
    const owner = { personId: this.cast.cmo.personId, teamId: this.idOf('team') };
    const owners = { marketing: owner, engineering: owner, product: null };
    const said = { title: `Part ${number}`, owners, goalIds: [], propertyIds: [], expectedImpact: 'More orders' };
    return this.item(name, fact('ItemProposed', { number, lane: 'SHARED', kind, visibility: 'TEAMS', ...said }));
  }

  link(name: string, request: string): Promise<number> {
    return this.item(name, fact('RequestLinked', { requestId: this.idOf(request), primary: false }));
  }

  async review(kind: Subject['kind'], name: string, events: readonly ReviewEvent[]): Promise<number> {
    const id = reviewIdOf({ kind, id: this.idOf(name) });
    await this.api.happened(this.cast.workspaceId, { aggregate: riskRules.riskReview, id }, events);
    return this.position(`${riskRules.riskReview.type}-${id}`);
  }

  open(kind: Subject['kind'], name: string): Promise<number> {
    const subject = { kind, id: this.idOf(name) };
    const course = { scopeHash: 'h1', priority: 'NORMAL', targetHours: 16 } as const;
    const lenses = [{ lens: 'SECURITY', items: [] }] as const;
    const cause = { touches: [], policyVersion: 1 };
    const number = (this.reviews += 1);
    const opened = { number, subject, teamIds: [], propertyIds: [], lenses, cause, ...course };
    return this.review(kind, name, [riskRules.fact('ReviewOpened', opened)]);
  }

  /** A position as arguments take it. */
  async asOf(position: number): Promise<{ readonly position: string }> {
    const asking = '{ riskMatrix { asOfPosition } }';
    this.epoch ??= parsePosition(
      (await this.api.ask<{ asOfPosition: string }>(asking, this.cast.auditor)).asOfPosition,
    ).epoch;
    return { position: formatPosition({ epoch: this.epoch, position }) };
  }

  private async position(streamId: string): Promise<number> {
    return (await this.api.stream(this.cast.workspaceId, streamId)).at(-1)!.position;
  }
}

const words = { cause: 'c', event: 'e', consequence: 'c', category: 'OTHER', knowledge: 'WEAK' } as const;

/** A risk that nobody rated yet. */
export const found = (riskId: string): ReviewEvent =>
  riskRules.fact('RiskIdentified', { riskId, lens: 'SECURITY', title: riskId, ...words, scopeHash: 'h1' });

/** How serious a risk is now. */
export function rated(riskId: string, likelihood: number, impact: number): ReviewEvent {
  const place = { likelihood: level(likelihood), impact: level(impact) };
  const graded = {
    score: riskRules.scoreOf(place),
    band: riskRules.bandOf(riskRules.defaultGrid, place),
    matrixVersion: 1,
  };
  const said = { ratedOn: '2026-01-05', rationale: 'As seen before.', reason: null };
  return riskRules.fact('RiskRated', { riskId, stage: 'INHERENT', ...place, ...graded, ...said });
}

export const cancelled: ReviewEvent = riskRules.fact('ReviewCancelled', { reason: 'It ended.' });
