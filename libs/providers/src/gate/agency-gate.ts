import { preparedRowsOf, sql } from '#libs/api-kit';
import { type OtherStreams, streamId } from '#libs/event-log';
import { type AgencySpend, type OnboardedWindow, ProviderGate } from '#libs/requests';
import { type LocalDate, ProviderNotOnboarded } from '#libs/vocabulary';
import { Injectable } from '@nestjs/common';
import pg from 'pg';
import { bookSpend, isOnboarded, provider, purchaseOrder, type PurchaseOrderEvent, windowOf } from '../domain/index.js';

/** Answers what work on requests asks about agencies, out of their streams. */
@Injectable()
export class AgencyGate extends ProviderGate {
  constructor(private readonly pool: pg.Pool) {
    super();
  }

  /** Also of one that was turned down or is gone: its people are still not of the house. */
  async agencyOf(workspaceId: string, teamId: string): Promise<string | null> {
    const [row] = await preparedRowsOf<{ provider_id: string }>(
      this.pool,
      sql`SELECT provider_id FROM providers.agency_team_row WHERE workspace_id = ${workspaceId}::uuid AND team_id = ${teamId}::uuid`,
    );
    return row?.provider_id ?? null;
  }

  async teamOf(workspaceId: string, agencyId: string): Promise<string | null> {
    const [row] = await preparedRowsOf<{ team_id: string }>(
      this.pool,
      sql`SELECT team_id FROM providers.provider_row WHERE workspace_id = ${workspaceId}::uuid AND provider_id = ${agencyId}::uuid`,
    );
    return row?.team_id ?? null;
  }

  window(others: OtherStreams, agencyId: string, day: LocalDate): OnboardedWindow | null {
    return windowOf(others.read(provider, agencyId, { guards: false }), day);
  }

  requireOnboarded(others: OtherStreams, agencyId: string, day: LocalDate): void {
    const known = others.read(provider, agencyId, { guards: false });
    if (!isOnboarded(known, day)) throw new ProviderNotOnboarded(windowOf(known, day));
  }

  book(others: OtherStreams, agencyId: string, spend: AgencySpend): void {
    const order = others.read(purchaseOrder, agencyId);
    const facts = bookSpend(order, spend, pendingOf(others, agencyId));
    if (facts.length > 0) others.append(purchaseOrder, agencyId, facts);
  }
}

/** What this very decision has booked before: a correction gives back and books anew. */
function pendingOf(others: OtherStreams, agencyId: string): number {
  const key = streamId({ type: purchaseOrder.type, id: agencyId });
  const facts = (others.facts[key] ?? []) as readonly PurchaseOrderEvent[];
  return facts.reduce((sum, fact) => (fact.type === 'SpendBooked' ? sum + fact.data.amount : sum), 0);
}
