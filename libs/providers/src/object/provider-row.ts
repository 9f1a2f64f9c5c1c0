import type { InlineView } from '#libs/event-log';
import { type KnownProvider, provider, type ProviderEvent } from '../domain/index.js';

/** `providers.provider_row` */
export interface ProviderRow {
  readonly provider_id: string;
  readonly number: number;
  readonly name: string;
  readonly team_id: string;
  readonly status: string;
  /** First day of the latest stretch of approved days. */
  readonly valid_from: string | null;
  readonly valid_until: string | null;
  readonly open_items: number;
  readonly open_accesses: number;
  readonly invited_at: string;
  readonly updated_at: string;
  readonly document: KnownProvider;
}

export const providerRow: InlineView<ProviderRow, ProviderEvent> = {
  table: 'providers.provider_row',
  streamType: provider.type,
  source: import.meta.url,
  evolve(row, event) {
    // The first event of every stream is ProviderInvited, which leaves `unknown` for good.
    const state = provider.evolve(row?.document ?? provider.initial, event) as KnownProvider;
    return {
      provider_id: event.streamId.slice(provider.type.length + 1),
      number: state.number,
      name: state.name,
      team_id: state.teamId,
      status: state.status,
      valid_from: state.validity.at(-1)?.from ?? null,
      valid_until: state.approvedUntil,
      open_items: state.checklist.filter(({ status }) => status !== 'VERIFIED').length,
      open_accesses: state.accesses.filter(({ revoked }) => revoked === null).length,
      invited_at: state.invitedAt,
      updated_at: event.recordedAt,
      document: state,
    };
  },
};
