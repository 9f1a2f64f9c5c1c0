import type { OtherStreams, Position } from '#libs/event-log';
import type { LocalDate, ProviderNotOnboarded } from '#libs/vocabulary';

/** From which day to which an agency's security checklist is approved, both included. */
export interface OnboardedWindow {
  readonly from: LocalDate;
  readonly until: LocalDate;
}

/** Money an agency's work costs, in minor units. */
export interface AgencySpend {
  readonly agreementId: string;
  readonly entryId: string;
  /** Negative for an entry that is taken back. */
  readonly amount: number;
  readonly currency: string;
}

/** What work on requests asks of the context that keeps agencies (contexts 3.10). */
export abstract class ProviderGate {
  /** The agency a team belongs to; null for a team of the house. */
  abstract agencyOf(workspaceId: string, teamId: string): Promise<string | null>;

  /** The team whose people work for an agency; null for an agency that is not there. */
  abstract teamOf(workspaceId: string, agencyId: string): Promise<string | null>;

  /**
   * The approved days that hold `day`, or else the latest ones; read in the same snapshot as the decision, without guarding it. An
   * agency that is approved anew after a gap has several. Null for one that was never approved, is suspended, or is gone.
   */
  abstract window(others: OtherStreams, agencyId: string, day: LocalDate): OnboardedWindow | null;

  /** Why its people may not begin something on a day; null when they may. Read as `window` is. */
  abstract notOnboarded(others: OtherStreams, agencyId: string, day: LocalDate): ProviderNotOnboarded | null;

  /** @throws ProviderNotOnboarded as `notOnboarded` says */
  requireOnboarded(others: OtherStreams, agencyId: string, day: LocalDate): void {
    const refusal = this.notOnboarded(others, agencyId, day);
    if (refusal) throw refusal;
  }

  /**
   * What `notOnboarded` would say of teams, beforehand: by team id, without an entry for a team of the house. As known at a position of
   * the log, or now (null).
   */
  abstract standing(
    workspaceId: string,
    teamIds: readonly string[],
    at: { readonly day: LocalDate; readonly position: Position | null },
  ): Promise<ReadonlyMap<string, ProviderNotOnboarded | null>>;

  /**
   * Books what work costs against the agency's purchase order, in the same append: what a correction gives back first, what it costs
   * after that. @throws PoCeilingExceeded, CurrencyMismatch
   */
  abstract book(others: OtherStreams, agencyId: string, spend: AgencySpend): void;
}
