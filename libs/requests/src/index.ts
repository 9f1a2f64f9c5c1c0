export { TeamFiguresReader, type TeamFigures } from './boards/team-figures.js';
export { activeRequests } from './active-requests.js';
export { nearLaunches } from './near-launches.js';
export { requestsConsumers } from './consumers.js';
export {
  CsvUnreadable,
  defaultPolicy,
  failedCheck,
  type GateResult,
  isRequester,
  launchReason,
  type LaunchReason,
  metCheck,
  request,
  requestLabel,
  type KnownRequest,
  type QuestionKind,
  type Request as RequestState,
  type RequestEvent,
  type RequestEventType,
  type ReservationLine,
  type RequestType,
  withoutGuard,
} from './domain/index.js';
export { requestsEvents, type RequestsFact, requestsModel } from './events.js';
export { Requests1764000000201 } from './migrations/1-requests.js';
export { Requests1764000000202 } from './migrations/2-request-counts.js';
export { Requests1764000000204 } from './migrations/3-urgency.js';
export { Requests1764000000206 } from './migrations/6-records.js';
export { Requests1764000000210 } from './migrations/10-settings.js';
export { Requests1764000000220 } from './migrations/20-conversation.js';
export { Requests1764000000230 } from './migrations/21-search.js';
export { RequestsModule } from './requests.module.js';
export { RequestDrafting, type NewRequest, type PreparedDraft } from './intake/request-drafting.js';
export { QuestionAsking, type PreparedQuestion } from './dialogue/question-asking.js';
export { PastArgs, PastListArgs } from './past/past-list-args.js';
export { type PastMoment, PastMoments } from './past/past-moments.js';
export { PastRequests } from './past/past-requests.js';
export { PresentOnly, presentOnly } from './past/present-only.js';
export { requestEstimates } from './request-estimates.js';
export { type Fate, fateOf, type KeptFate, keptFate } from './bulk/fates.js';
export { type CsvFile, type CsvLine, importLimits, readCsv } from './import/csv-file.js';
export { RequestReader, visibleTo } from './request-reader.js';
export { Accountability, type AccountableFor } from './triage/accountability.js';
export { holdByProcess, type ProcessHold } from './triage/hold-by-process.js';
export { RequestObject } from './types/request.type.js';
export { QuestionKindEnum, RequestTypeEnum, SideEnum, TouchEnum } from './types/enums.js';
export { publish } from './types/publish.js';
export {
  Reservations,
  type AgreementMonth,
  type MonthLeft,
  type ReservedMinutes,
  type AgreementOffer,
  type PlannedReservation,
  type ReleasedMinutes,
  type ReservationEnd,
  type TeamPair,
} from './ports/reservations.js';
export { ProviderGate, type AgencySpend, type OnboardedWindow } from './ports/provider-gate.js';
export { launchCandidateOf, LaunchGate, type LaunchCandidate, type LaunchDay } from './ports/launch-gate.js';
export { type RiskSubject, riskSubjectOf } from './risk-subject.js';
export { LaunchReasonType, MissingPointType } from './types/launch.type.js';
export { BandEnum, LaunchCauseEnum, MissingKindEnum } from './types/enums-gate.js';
export { toLaunchReason } from './types/to-launch.js';
