import type { Period } from '#libs/vocabulary';
import { v5 as uuidV5 } from 'uuid';

const QUOTAS = '8b0d4c3e-6f2a-5d71-9c84-2e5a7f1b3d60';

/** A team that asks has one quota a month: its id comes from both. */
export const quotaIdOf = (consumerTeamId: string, period: Period): string =>
  uuidV5(`${consumerTeamId}/${period}`, QUOTAS);
