import { preparedRowsOf, sql } from '#libs/api-kit';
import { type OtherStreams, Past, type Position, streamId } from '#libs/event-log';
import { type AgencySpend, type OnboardedWindow, ProviderGate } from '#libs/requests';
import { type LocalDate, ProviderNotOnboarded } from '#libs/vocabulary';
import { Injectable } from '@nestjs/common';
import pg from 'pg';
import {
  bookSpend,
  isOnboarded,
  type Provider,
  provider,
  purchaseOrder,
  type PurchaseOrderEvent,
  windowOf,
} from '../domain/index.js';

interface TeamOfAgency {
  readonly team: string;
  readonly agency: string;
  /** The agency as it is known now. */
  readonly state: Provider;
}

/** Answers what work on requests asks about agencies, out of their streams. */
@Injectable()
export class AgencyGate extends ProviderGate {
  constructor(
    private readonly pool: pg.Pool,
    private readonly past: Past,
  ) {
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

  notOnboarded(others: OtherStreams, agencyId: string, day: LocalDate): ProviderNotOnboarded | null {
    return refusalOn(others.read(provider, agencyId, { guards: false }), day);
  }

  async standing(
    workspaceId: string,
    teamIds: readonly string[],
    { day, position }: { readonly day: LocalDate; readonly position: Position | null },
  ): Promise<ReadonlyMap<string, ProviderNotOnboarded | null>> {
    const found = await preparedRowsOf<TeamOfAgency>(
      this.pool,
      sql`SELECT of_agency.team_id AS team, provider_id AS agency, document AS state FROM providers.agency_team_row of_agency
        JOIN providers.provider_row USING (workspace_id, provider_id)
        WHERE workspace_id = ${workspaceId}::uuid AND of_agency.team_id = ANY(${[...teamIds]}::uuid[])`,
    );
    const states =
      position === null ? found.map(({ state }) => state) : await this.statesAt(workspaceId, found, position);
    return new Map(found.map(({ team }, index) => [team, refusalOn(states[index]!, day)]));
  }

  private async statesAt(
    workspaceId: string,
    found: readonly TeamOfAgency[],
    position: Position,
  ): Promise<readonly Provider[]> {
    const ids = found.map(({ agency }) => agency);
    const then = await this.past.statesAt(provider, { workspaceId, ids, position });
    return then.map((one) => one?.state ?? provider.initial);
  }

  book(others: OtherStreams, agencyId: string, spend: AgencySpend): void {
    const order = others.read(purchaseOrder, agencyId);
    const facts = bookSpend(order, spend, pendingOf(others, agencyId));
    if (facts.length > 0) others.append(purchaseOrder, agencyId, facts);
  }
}

/** Null on an approved day. */
const refusalOn = (known: Provider, day: LocalDate): ProviderNotOnboarded | null =>
  isOnboarded(known, day) ? null : new ProviderNotOnboarded(windowOf(known, day));

/** What this very decision has booked before: a correction gives back and books anew. */
function pendingOf(others: OtherStreams, agencyId: string): number {
  const key = streamId({ type: purchaseOrder.type, id: agencyId });
  const facts = (others.facts[key] ?? []) as readonly PurchaseOrderEvent[];
  return facts.reduce((sum, fact) => (fact.type === 'SpendBooked' ? sum + fact.data.amount : sum), 0);
}
