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

export function toReadiness(results: readonly GateResult[]): LaunchReadinessType {
  const conditions = results.map(({ check, passed, note, refusal, reasons }) => {
    return { check, passed, code: refusal?.code ?? null, reason: note, reasons: reasons.map(toLaunchReason) };
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
