import { loaderOf, moneyOf, preparedRowsOf, type Reader, readerOf, type Sql, sql, toGlobalId } from '#libs/api-kit';
import { PeopleLoaders, type Person, type Team } from '#libs/people';
import { Injectable } from '@nestjs/common';
import pg from 'pg';
import { agencyTeamsOf, type ProviderChange } from '../decisions.js';
import { type Access, type ItemState, provider, providerLabel, type StepDone } from '../domain/index.js';
import type { LookedUp } from '../looked-up.js';
import {
  ProviderAccess,
  ProviderCardRate,
  ProviderChecklistEntry,
  ProviderEvidence,
  ProviderIntegration,
} from './provider-parts.type.js';
import type { ProviderRow } from './provider-row.js';
import { ProviderObject } from './provider.type.js';
import type { PurchaseOrderRow } from './purchase-order-row.js';
import { PurchaseOrderObject } from './purchase-order.type.js';

export interface StoredProvider extends Omit<ProviderRow, 'invited_at' | 'updated_at'> {
  readonly workspace_id: string;
  readonly version: number;
  readonly invited_at: string | Date;
  readonly updated_at: string | Date;
}

interface StoredOrder extends Omit<PurchaseOrderRow, 'ceiling' | 'spent'> {
  readonly version: number;
  /** Columns of 64 bits come as text. */
  readonly ceiling: string;
  readonly spent: string;
}

/** Which agencies a reader may see: all, or that of the teams they work in as its people. */
export const visibleTo = (reader: Reader): Sql =>
  reader.grant === 'all' ? sql`TRUE` : sql`team_id = ANY(${agencyTeamsOf(reader)}::uuid[])`;

/** Agencies and purchase orders by id, and rows as the API shows them. */
@Injectable()
export class ProviderReader {
  constructor(
    private readonly pool: pg.Pool,
    private readonly people: PeopleLoaders,
  ) {}

  /** In the order of the ids; null for one that is not there, or not for this reader. */
  async many(reader: Reader, ids: readonly string[]): Promise<(ProviderObject | null)[]> {
    const { workspaceId } = reader.viewer;
    const rows = await preparedRowsOf<StoredProvider>(
      this.pool,
      sql`SELECT * FROM providers.provider_row WHERE workspace_id = ${workspaceId}::uuid
        AND provider_id = ANY(${[...ids]}::uuid[]) AND ${visibleTo(reader)}`,
    );
    const byId = new Map(rows.map((row) => [row.provider_id, row]));
    return ids.map((id) => {
      const row = byId.get(id);
      return row ? this.show(row) : null;
    });
  }

  /** As a command left it. */
  async after({ providerId, row }: ProviderChange, reader: Reader): Promise<ProviderObject | null> {
    if (row) return this.show(row);
    const [found] = await this.many(reader, [providerId]);
    return found ?? null;
  }

  /** Purchase orders in the order of their agencies' ids. */
  async orders(reader: Reader, ids: readonly string[]): Promise<(PurchaseOrderObject | null)[]> {
    const { workspaceId } = reader.viewer;
    const rows = await preparedRowsOf<StoredOrder>(
      this.pool,
      sql`SELECT o.* FROM providers.purchase_order_row o JOIN providers.provider_row USING (workspace_id, provider_id)
        WHERE workspace_id = ${workspaceId}::uuid AND provider_id = ANY(${[...ids]}::uuid[]) AND ${visibleTo(reader)}`,
    );
    const byId = new Map(rows.map((row) => [row.provider_id, row]));
    return ids.map((id) => {
      const row = byId.get(id);
      return row ? toOrder(id, row) : null;
    });
  }

  show(row: StoredProvider): ProviderObject {
    const { document } = row;
    return Object.assign(new ProviderObject(), {
      id: toGlobalId('Provider', row.provider_id),
      version: row.version,
      number: row.number,
      reference: providerLabel(row.number),
      name: row.name,
      status: row.status,
      validFrom: row.valid_from,
      validUntil: row.valid_until,
      reason: document.reason,
      checklist: document.checklist.map((item) => this.item(item)),
      accesses: document.accesses.map((access) => this.access(access)),
      integration: document.steps.map((step) => this.step(step)),
      rateCard: rateCardOf(row),
      invitedAt: row.invited_at,
      updatedAt: row.updated_at,
      workspaceId: row.workspace_id,
      streamId: `${provider.type}-${row.provider_id}`,
      team: this.team(row.team_id),
      contact: this.person(document.contactId),
      purchaseOrder: this.order(row.provider_id),
    });
  }

  private order(providerId: string): LookedUp<PurchaseOrderObject> {
    return (_args, context, info) => {
      const batch = async (ids: readonly string[]) => this.orders(readerOf(info), ids);
      const loader = loaderOf<string, PurchaseOrderObject | null>(context, 'providers.purchaseOrder', batch);
      // Loads after a command of the same operation must see it.
      return loader.clear(providerId).load(providerId);
    };
  }

  private team(id: string): LookedUp<Team> {
    return (_args, context, info) => this.people.team(readerOf(info), context, id);
  }

  private person(id: string | null | undefined): LookedUp<Person> {
    return (_args, context, info) => (id == null ? null : this.people.person(readerOf(info), context, id));
  }

  private item({ item, status, evidence, verdict }: ItemState): ProviderChecklistEntry {
    return Object.assign(new ProviderChecklistEntry(), {
      item,
      status,
      evidence: evidence.map(({ link, text, at, by }) =>
        Object.assign(new ProviderEvidence(), { link, text, submittedAt: at, submittedBy: this.person(by.personId) }),
      ),
      note: verdict?.note ?? null,
      judgedAt: verdict?.at ?? null,
      judgedBy: this.person(verdict?.by.personId),
    });
  }

  private access({ id, system, granted, revoked }: Access): ProviderAccess {
    return Object.assign(new ProviderAccess(), {
      id,
      system,
      grantedAt: granted.at,
      grantedBy: this.person(granted.by.personId),
      revokedAt: revoked?.at ?? null,
      revokedBy: this.person(revoked?.by.personId),
    });
  }

  private step({ step, note, at, by, personId }: StepDone): ProviderIntegration {
    return Object.assign(new ProviderIntegration(), {
      step,
      note,
      doneAt: at,
      person: this.person(personId),
      recordedBy: this.person(by.personId),
    });
  }
}

/** Whoever sees the money of their own agency alone may see others all the same, by another role. */
const rateCardOf =
  ({ team_id, document: { rateCard } }: StoredProvider): LookedUp<ProviderCardRate[]> =>
  (_args, _context, info) => {
    const reader = readerOf(info);
    if (!rateCard || (reader.grant !== 'all' && !agencyTeamsOf(reader).includes(team_id))) return null;
    return rateCard.rates.map(({ work, minorPerHour }) =>
      Object.assign(new ProviderCardRate(), { work, rate: moneyOf(minorPerHour, rateCard.currency) }),
    );
  };

function toOrder(id: string, row: StoredOrder): PurchaseOrderObject {
  const { currency, version } = row;
  const [ceiling, spent] = [Number(row.ceiling), Number(row.spent)];
  return Object.assign(new PurchaseOrderObject(), {
    id: toGlobalId('PurchaseOrder', id),
    version,
    ceiling: moneyOf(ceiling, currency),
    spent: moneyOf(spent, currency),
    left: moneyOf(ceiling - spent, currency),
    updatedAt: row.updated_at,
  });
}
