import { takeBackConsent } from './consent.js';
import { type HoursContext, requireLive } from './context.js';
import type { AllotmentEvent } from './facts.js';
import type { Allotment } from './state.js';

/**
 * The lead who said yes to something on this month thinks better of it before the other side did.
 * @throws NotFound, Forbidden, PeriodClosed
 */
export const withdrawConsent = (
  month: Allotment,
  input: { readonly consentId: string },
  ctx: HoursContext,
): AllotmentEvent[] => [takeBackConsent(requireLive(month).consents, input, ctx)];
