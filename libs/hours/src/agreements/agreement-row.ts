import type { InlineView, Recorded } from '#libs/event-log';
import { agreement, type AgreementEvent, type AgreementState } from '../domain/index.js';
import { type Moments, toggled } from '../overage/waiting-row.js';

/** `hours.agreement_row` */
export interface AgreementRow {
  readonly agreement_id: string;
  readonly number: number;
  readonly status: string;
  readonly consumer_team_id: string;
  /** The team whose people do the work; an agency has one, too. */
  readonly provider_team_id: string;
  readonly provider_kind: string;
  readonly provider_id: string;
  readonly time_zone: string;
  readonly currency: string;
  readonly valid_from: string;
  readonly valid_to: string | null;
  readonly drafted_at: string;
  /** Since when consents wait for the other side, by their names. */
  readonly consents_since: Moments;
  readonly updated_at: string;
  readonly document: AgreementState;
}

const consentsAfter = (known: Moments, event: Recorded<AgreementEvent>): Moments =>
  event.type === 'AgreementConsentGiven' || event.type === 'AgreementConsentWithdrawn'
    ? toggled(known, event.data.consentId, event.recordedAt)
    : known;

export const agreementRow: InlineView<AgreementRow, AgreementEvent> = {
  table: 'hours.agreement_row',
  streamType: agreement.type,
  source: import.meta.url,
  evolve(row, event) {
    // The first event of every stream is AgreementDrafted, which leaves `unknown` for good.
    const state = agreement.evolve(row?.document ?? agreement.initial, event) as AgreementState;
    return {
      agreement_id: event.streamId.slice(agreement.type.length + 1),
      number: state.number,
      status: state.status,
      consumer_team_id: state.consumerTeamId,
      provider_team_id: state.provider.teamId,
      provider_kind: state.provider.kind,
      provider_id: state.provider.id,
      time_zone: state.timeZone,
      currency: state.currency,
      valid_from: state.validFrom,
      valid_to: state.validTo,
      drafted_at: row?.drafted_at ?? event.recordedAt,
      consents_since: consentsAfter(row?.consents_since ?? {}, event),
      updated_at: event.recordedAt,
      document: state,
    };
  },
};
