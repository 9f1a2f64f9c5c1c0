import type { Provider } from '@nestjs/common';
import { ChooseTreatmentHandler, ChooseTreatmentMutation } from './choose-treatment.js';
import { IdentifyRiskHandler, IdentifyRiskMutation } from './identify-risk.js';
import { MaterialiseRiskHandler, MaterialiseRiskMutation } from './materialise-risk.js';
import { RateRiskHandler, RateRiskMutation } from './rate-risk.js';
import { RiskLookups } from './risk-lookups.js';
import { RiskCommands } from './risk-payload.js';
import { RiskReader } from './risk-reader.js';
import { RiskViews } from './risks.view.js';

export const risksParts: Provider[] = [
  RiskLookups,
  RiskReader,
  RiskCommands,
  RiskViews,
  IdentifyRiskHandler,
  IdentifyRiskMutation,
  RateRiskHandler,
  RateRiskMutation,
  ChooseTreatmentHandler,
  ChooseTreatmentMutation,
  MaterialiseRiskHandler,
  MaterialiseRiskMutation,
];
