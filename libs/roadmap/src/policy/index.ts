import { PlanningCadenceSetting } from './set-planning-cadence.js';

/** What both leads set about planning. */
export const policyParts = [PlanningCadenceSetting];
