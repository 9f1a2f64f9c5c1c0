import type { riskRules } from '#libs/risk';
import type { ReviewDossier } from '../domain/dossiers.js';
import { dossierFold } from './fold-kit.js';

type Kept = 'ReviewOpened' | 'ReviewCleared' | 'ReviewClearedWithConditions' | 'ReviewCancelled' | 'RiskRated';

/** One dossier a risk review. */
export const reviewDossier = dossierFold<ReviewDossier, riskRules.ReviewEvent, Kept>({
  name: 'metrics.risk-review',
  streamType: 'risk-review',
  source: import.meta.url,
  empty: { openedAt: '', clearedAt: null, cancelledAt: null, risks: {} },
  changes: {
    ReviewOpened: (_row, { recordedAt }) => ({ openedAt: recordedAt }),
    ReviewCleared: (row, { recordedAt }) => ({ clearedAt: row.clearedAt ?? recordedAt }),
    ReviewClearedWithConditions: (row, { recordedAt }) => ({ clearedAt: row.clearedAt ?? recordedAt }),
    ReviewCancelled: (_row, { recordedAt }) => ({ cancelledAt: recordedAt }),
    RiskRated: ({ risks }, { data: { riskId, stage, score, ratedOn: on } }) => {
      if (stage === 'RESIDUAL_TARGET') return {};
      return { risks: { ...risks, [riskId]: [...(risks[riskId] ?? []), { stage, score, on }] } };
    },
  },
});
