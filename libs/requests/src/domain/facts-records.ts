import type { GateFacts, LocalDate, Side } from '#libs/vocabulary';
import type { Instant } from '#libs/event-log';
import type {
  BugSeverity,
  ChecklistAnswer,
  CustomFieldValue,
  ExperimentOutcome,
  OutcomeTargetKind,
  SuccessVerdict,
} from './values-delivery.js';

/** The clock of a service level: a first response to the request, or an answer to one question. */
interface SlaMark {
  /** The instant at which the target is used up, as the clock stood when this was said. */
  readonly dueAt: Instant;
  readonly targetMinutes: number;
}

/**
 * What is written down about a request whatever its status: none of these moves it on. Facts of the gate come from reviews of its risk,
 * in the append of their decision (K6).
 */
export interface RecordFacts extends GateFacts {
  OutcomeTargetSet: {
    readonly targetId: string;
    readonly metric: string;
    readonly baseline: number;
    readonly target: { readonly kind: OutcomeTargetKind; readonly value: number };
    readonly windowDays: number;
  };
  OutcomeMeasured: {
    readonly targetId: string;
    readonly value: number;
    readonly measuredAt: LocalDate;
    readonly source: string;
  };
  BugReported: {
    readonly bugId: string;
    readonly severity: BugSeverity;
    readonly foundAt: LocalDate;
    readonly text: string;
    readonly cause: string | null;
  };
  BugResolved: { readonly bugId: string; readonly resolution: string };
  DebtIncurred: {
    readonly debtId: string;
    readonly what: string;
    readonly paybackDate: LocalDate;
    readonly ownerId: string;
  };
  DebtPaid: { readonly debtId: string; readonly note: string | null };
  /** P16: the voice of customers, never a named one. `count` is how many said so. */
  EvidenceAttached: {
    readonly evidenceId: string;
    readonly quote: string;
    readonly segment: string;
    readonly count: number;
    readonly source: string;
    readonly date: LocalDate;
  };
  /** One side's word; with the other side's it is declared. A later proposal takes the place of an earlier one. */
  ExperimentProposed: {
    readonly hypothesis: string;
    readonly timeBoxDays: number;
    readonly killCriterion: string;
    readonly side: Side;
  };
  ExperimentEnded: { readonly outcome: ExperimentOutcome; readonly note: string | null };
  SuccessJudged: { readonly side: Side; readonly verdict: SuccessVerdict; readonly note: string | null };
  ChecklistAnswered: {
    readonly itemId: string;
    readonly answer: ChecklistAnswer;
    readonly note: string | null;
    readonly policyVersion: number;
  };
  LabelsChanged: { readonly added: readonly string[]; readonly removed: readonly string[] };
  /** Values by field; null takes one away. `definitionVersion` is the version of the definitions they were checked by. */
  CustomFieldsSet: {
    readonly values: readonly { readonly fieldId: string; readonly value: CustomFieldValue | null }[];
    readonly definitionVersion: number;
  };
  FirstResponseDue: SlaMark;
  FirstResponseBreached: SlaMark;
  AnswerDue: SlaMark & { readonly questionId: string };
  AnswerBreached: SlaMark & { readonly questionId: string };
  /** P65: no exchange between the two sides since `since`. */
  ConversationStalled: { readonly since: Instant; readonly days: number };
}
