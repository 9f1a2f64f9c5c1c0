import { moneyOf, readerOf, toGlobalId } from '#libs/api-kit';
import type { RequestReader } from '#libs/requests';
import { validate as isUuid } from 'uuid';
import { allotmentKeyText } from '../allotment-key.js';
import {
  allotment,
  type AllotmentState,
  allotmentId,
  balanceOf,
  type Consent,
  noRequest,
  openOf,
} from '../domain/index.js';
import { toMoneyReaders } from '../looked-up.js';
import { AllotmentObject, type AllotmentReservationType } from './allotment.type.js';

/** A month as it is stored, or as it stood at some position. */
export interface AllotmentVersion {
  readonly workspaceId: string;
  readonly version: number;
  readonly updatedAt: string | Date;
  /** Where in the log it stands. */
  readonly position: number;
  readonly state: AllotmentState;
}

/** Items of a list that one answer shows at most. */
const MOST = 200;

const personId = (id: string): string => (isUuid(id) ? toGlobalId('Person', id) : id);
const requestIdOf = (id: string): string => toGlobalId('Request', id);

export const openConsentOf = ({ consentId, action, terms, side, by }: Consent) => ({
  consentId,
  action,
  terms: JSON.stringify(terms),
  side,
  byId: personId(by.personId),
});

const shownBalance = (state: AllotmentState): AllotmentObject['balance'] => {
  const { sums, pool } = state;
  const balance = balanceOf(state);
  return {
    basePoolMinutes: balance.basePool,
    grantedMinutes: pool.granted,
    carriedInMinutes: sums.carriedIn,
    consumedMinutes: balance.consumed,
    openReservedMinutes: balance.openReserved,
    availableMinutes: balance.available,
    overageApprovedMinutes: balance.overageApproved,
    overageConsumedMinutes: balance.overageConsumed,
    uncoveredMinutes: balance.uncovered,
    writtenOffMinutes: sums.writtenOff,
    debtMinutes: sums.debt,
    reductionPendingMinutes: balance.reductionPending,
    notBillableMinutes: sums.notBillable,
    usedMinutes: balance.used,
    capacityMinutes: balance.capacity,
  };
};

const uncoveredOf = ({ beyond }: AllotmentState, requestId: string): number =>
  beyond.reduce((sum, entry) => (entry.requestId === requestId ? sum + entry.uncovered : sum), 0);

function shownReservations(state: AllotmentState, requests: RequestReader): AllotmentReservationType[] {
  return Object.entries(state.accounts)
    .filter(([requestId]) => requestId !== noRequest)
    .map(([requestId, account]) => ({
      requestId: requestIdOf(requestId),
      request: (_args: object, context: Parameters<RequestReader['one']>[1], info: Parameters<typeof readerOf>[0]) =>
        requests.one(readerOf(info), context, requestId),
      openMinutes: openOf(account),
      consumedMinutes: account.base,
      overageMinutes: account.overage,
      earmarkedMinutes: account.earmark,
      uncoveredMinutes: uncoveredOf(state, requestId),
    }))
    .sort((a, b) => b.openMinutes - a.openMinutes || (a.requestId < b.requestId ? -1 : 1))
    .slice(0, MOST);
}

const shownOverages = ({ overages }: AllotmentState): AllotmentObject['pendingOverages'] =>
  overages.slice(0, MOST).map(({ overageId, requestId, kind, minutes, reason, signed }) => ({
    overageId,
    requestId: requestIdOf(requestId),
    kind,
    minutes,
    reason,
    signedSide: signed?.side ?? null,
    signedById: signed && personId(signed.by.personId),
  }));

const shownUncovered = ({ beyond }: AllotmentState): AllotmentObject['uncoveredEntries'] =>
  beyond
    .filter(({ uncovered }) => uncovered > 0)
    .slice(0, MOST)
    .map(({ entryId, requestId, uncovered }) => ({
      entryId,
      requestId: requestId && requestIdOf(requestId),
      minutes: uncovered,
    }));

const shownStatement = ({ statement, currency }: AllotmentState): AllotmentObject['issuedStatement'] =>
  statement && {
    number: statement.number,
    acceptBy: statement.acceptBy,
    accepted: statement.accepted,
    amount: toMoneyReaders(() => moneyOf(statement.amount, currency)),
  };

/** A month as the API shows it. */
export function toAllotment(
  { workspaceId, version, updatedAt, position, state }: AllotmentVersion,
  requests: RequestReader,
): AllotmentObject {
  const { agreementId, period } = state;
  return Object.assign(new AllotmentObject(), {
    id: toGlobalId('Allotment', allotmentKeyText({ agreementId, period })),
    version,
    agreementId: toGlobalId('Agreement', agreementId),
    period,
    status: state.status,
    timeZone: state.timeZone,
    currency: state.currency,
    balance: shownBalance(state),
    lots: state.lots.map(({ minutes, drawn, expiresAfterPeriod }) => ({
      minutes,
      consumedMinutes: drawn,
      expiresAfterPeriod,
    })),
    reservations: shownReservations(state, requests),
    pendingOverages: shownOverages(state),
    uncoveredEntries: shownUncovered(state),
    openConsents: state.consents.open.map(openConsentOf),
    thresholdsCrossed: state.thresholds,
    graceEndsOn: state.closing?.graceEndsOn ?? null,
    issuedStatement: shownStatement(state),
    disputes: state.disputes.map((dispute) => ({ ...dispute })),
    updatedAt,
    asOfPosition: position,
    restated: null,
    workspaceId,
    streamId: `${allotment.type}-${allotmentId(agreementId, period)}`,
  });
}
