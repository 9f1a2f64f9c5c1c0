import { toGlobalId } from '#libs/api-kit';
import { type GateResult, type Launch, type LaunchReason, launchVerdict } from '../domain/index.js';
import type { LaunchReadinessType, LaunchReasonType, LaunchType } from './launch.type.js';

const idOf = (type: string, id: string | null): string | null => (id === null ? null : toGlobalId(type, id));

/** A reason as the API shows it, beforehand and in a refusal. */
export const toLaunchReason = ({
  reviewId,
  freezeId,
  riskIds,
  missing,
  ...reason
}: LaunchReason): LaunchReasonType => ({
  ...reason,
  reviewId: idOf('RiskReview', reviewId),
  freezeId: idOf('Freeze', freezeId),
  riskIds: [...riskIds],
  missing: [...missing],
});

/** What a condition's reasons tell of, and the right to read that; whoever has the request may read the others. */
const told: Readonly<Partial<Record<GateResult['check'], string>>> = { RISK: 'risk.read', FREEZE: 'property.read' };

/** A reason for whoever may know that something holds a launch back, and nothing of what it is. */
const veiled = ({ check, cause, until }: LaunchReason): LaunchReasonType => ({
  check,
  cause,
  text:
    check === 'FREEZE'
      ? `Nothing is launched here until ${until} is over.`
      : 'A review of its risk does not let it pass.',
  reviewId: null,
  reviewNumber: null,
  highestBand: null,
  riskIds: [],
  missing: [],
  freezeId: null,
  until,
});

/** `mayRead` tells which rights the reader has. */
export function toReadiness(results: readonly GateResult[], mayRead: (right: string) => boolean): LaunchReadinessType {
  const conditions = results.map(({ check, passed, note, refusal, reasons }) => {
    const right = told[check];
    const isTold = right === undefined || mayRead(right);
    return {
      check,
      passed,
      code: refusal?.code ?? null,
      reason: isTold ? note : null,
      reasons: reasons.map(isTold ? toLaunchReason : veiled),
    };
  });
  const verdict = launchVerdict(results);
  return { ready: verdict === 'READY', verdict, conditions };
}

export const toLaunch = ({ launchedAt, localDate, properties, gateSnapshot, rolledBack }: Launch): LaunchType => ({
  launchedAt,
  launchedOn: localDate,
  properties: [...properties],
  gateSnapshot: [...gateSnapshot],
  rolledBack: rolledBack && {
    rollbackReason: rolledBack.reason,
    note: rolledBack.note,
    failed: rolledBack.failed,
    at: rolledBack.at,
  },
});
