import { type EventMetric, measured, part } from '../measured.js';

/** M15. */
export const jointPlanning: EventMetric = {
  key: 'M15',
  name: 'Joint planning',
  unit: 'sessions in 365 days',
  direction: 'UP',
  sight: 'ALL',
  definitions: [
    {
      version: 1,
      text:
        'PlanningClosed with both sides present, in the rolling days of the planning policy (365 unless set) that end with the window. Parts: ' +
        'the largest gap without one, the running one included, and whether the policy is kept (1) or not (0); the number of sessions counts ' +
        'for that from so many days of history on.',
      minSample: 0,
      measure(_dossiers, window, { day, cadence }) {
        const kept = cadence(window.until < day ? window.until : day);
        if (kept === null) return measured(null, 0);
        const parts = [
          part('largestGapDays', 'Largest gap', 'days', kept.largestGapDays),
          part('kept', 'The policy is kept', '1 or 0', kept.ok ? 1 : 0),
        ];
        return measured(kept.jointSessions, kept.jointSessions, { parts });
      },
    },
  ],
};
