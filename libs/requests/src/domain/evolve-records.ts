import type { Recorded } from '#libs/event-log';
import { withGateFact } from '#libs/vocabulary';
import { doneBy, type On } from './evolve-kit.js';
import type { RecordEvent, RecordType, RequestEvent } from './facts.js';
import type { KnownRequest } from './state.js';
import type { SlaMark } from './state-delivery.js';

const types: Readonly<Record<RecordType, true>> = {
  OutcomeTargetSet: true,
  OutcomeMeasured: true,
  BugReported: true,
  BugResolved: true,
  DebtIncurred: true,
  DebtPaid: true,
  EvidenceAttached: true,
  ExperimentProposed: true,
  ExperimentEnded: true,
  SuccessJudged: true,
  ChecklistAnswered: true,
  LabelsChanged: true,
  CustomFieldsSet: true,
  FirstResponseDue: true,
  FirstResponseBreached: true,
  AnswerDue: true,
  AnswerBreached: true,
  ConversationStalled: true,
  RiskReviewRequired: true,
  RiskGateFactRecorded: true,
};

export const isRecord = (event: Recorded<RequestEvent>): event is Recorded<RecordEvent> =>
  Object.hasOwn(types, event.type);

function measured(state: KnownRequest, { data, recordedAt: at }: On<'OutcomeMeasured'>): KnownRequest {
  const outcomeTargets = state.outcomeTargets.map((one) =>
    one.targetId === data.targetId ? { ...one, measurements: [...one.measurements, { ...data, at }] } : one,
  );
  return { ...state, outcomeTargets };
}

function judged(state: KnownRequest, { data, recordedAt: at }: On<'SuccessJudged'>): KnownRequest {
  const view = state.success[data.side];
  if (!view) return state;
  const { verdict, note } = data;
  return { ...state, success: { ...state.success, [data.side]: { ...view, judged: { verdict, note, at } } } };
}

function answered(state: KnownRequest, event: On<'ChecklistAnswered'>): KnownRequest {
  const entry = { ...event.data, by: event.meta.actorId, at: event.recordedAt };
  return { ...state, checklist: [...state.checklist.filter(({ itemId }) => itemId !== entry.itemId), entry] };
}

function labelled(state: KnownRequest, { data }: On<'LabelsChanged'>): KnownRequest {
  const gone = new Set([...data.removed, ...data.added]);
  return { ...state, labels: [...state.labels.filter((id) => !gone.has(id)), ...data.added] };
}

/** The last value of a field stands; null takes it away. */
function fieldsSet(state: KnownRequest, { data }: On<'CustomFieldsSet'>): KnownRequest {
  const given = new Set(data.values.map(({ fieldId }) => fieldId));
  const kept = state.customFields.filter(({ fieldId }) => !given.has(fieldId));
  return { ...state, customFields: [...kept, ...data.values.filter(({ value }) => value !== null)] };
}

type Marking = On<'FirstResponseDue' | 'FirstResponseBreached' | 'AnswerDue' | 'AnswerBreached'>;

/** Where the clock of a mark began: the present round of its question, or the submission. */
function waitingSince(state: KnownRequest, questionId: string | null): SlaMark['waitingSince'] {
  if (questionId !== null) return state.questions.find(({ id }) => id === questionId)?.waitingSince ?? null;
  return ('submitted' in state ? state.submitted?.at : undefined) ?? null;
}

function marked(state: KnownRequest, event: Marking): KnownRequest {
  const questionId = 'questionId' in event.data ? event.data.questionId : null;
  const mark: SlaMark = {
    clock: questionId === null ? 'FIRST_RESPONSE' : 'ANSWER',
    questionId,
    kind: event.type.endsWith('Due') ? 'DUE' : 'BREACHED',
    waitingSince: waitingSince(state, questionId),
    at: event.recordedAt,
  };
  return { ...state, slaMarks: [...state.slaMarks, mark] };
}

/** What is written down whatever the status; nothing here moves a request on. */
// oxlint-disable-next-line max-lines-per-function -- as long as the list of facts
export function applyRecord(state: KnownRequest, event: Recorded<RecordEvent>): KnownRequest {
  const at = event.recordedAt;
  switch (event.type) {
    case 'OutcomeTargetSet':
      return { ...state, outcomeTargets: [...state.outcomeTargets, { ...event.data, setAt: at, measurements: [] }] };
    case 'OutcomeMeasured':
      return measured(state, event);
    case 'BugReported': {
      const bug = { ...event.data, reportedBy: doneBy(event), reportedAt: at, resolution: null };
      return { ...state, bugs: [...state.bugs, bug] };
    }
    case 'BugResolved': {
      const { bugId, resolution } = event.data;
      return { ...state, bugs: state.bugs.map((one) => (one.bugId === bugId ? { ...one, resolution } : one)) };
    }
    case 'DebtIncurred':
      return { ...state, debts: [...state.debts, { ...event.data, incurredAt: at, paid: null }] };
    case 'DebtPaid': {
      const { debtId, note } = event.data;
      return {
        ...state,
        debts: state.debts.map((one) => (one.debtId === debtId ? { ...one, paid: { note, at } } : one)),
      };
    }
    case 'EvidenceAttached':
      return { ...state, evidence: [...state.evidence, { ...event.data, attachedAt: at }] };
    case 'ExperimentProposed': {
      const proposal = { ...event.data, proposedBy: doneBy(event), proposedAt: at };
      return { ...state, experimentProposal: proposal };
    }
    case 'ExperimentEnded': {
      const ended = { ...event.data, at };
      return { ...state, experiment: state.experiment && { ...state.experiment, ended } };
    }
    case 'SuccessJudged':
      return judged(state, event);
    case 'ChecklistAnswered':
      return answered(state, event);
    case 'LabelsChanged':
      return labelled(state, event);
    case 'CustomFieldsSet':
      return fieldsSet(state, event);
    case 'FirstResponseDue':
    case 'FirstResponseBreached':
    case 'AnswerDue':
    case 'AnswerBreached':
      return marked(state, event);
    case 'ConversationStalled':
      return { ...state, stalledSince: event.data.since };
    case 'RiskReviewRequired':
    case 'RiskGateFactRecorded':
      return { ...state, gate: withGateFact(state.gate, event) };
  }
}
