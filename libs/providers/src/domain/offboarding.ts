import { InvalidState, NotFound } from '#libs/event-log';
import { freeText, requireRoom } from '#libs/vocabulary';
import { openAccesses, type ReasonInput } from './approval.js';
import type { ProviderContext } from './context.js';
import type { ProviderEvent } from './facts.js';
import type { IntegrationStep } from './policy.js';
import type { Provider } from './provider-state.js';
import { AccessNotRevoked } from './refusals.js';
import { liveStatuses, reasonOf, requireProvider, textOf } from './rules-kit.js';

export interface StepInput {
  readonly step: IntegrationStep;
  readonly personId?: string | null;
  readonly note?: string | null;
}

/** They leave; today is the last day that counts. @throws InvalidState, ReasonRequired, PiiNotAllowed */
export function startOffboarding(provider: Provider, { reason }: ReasonInput, ctx: ProviderContext): ProviderEvent[] {
  requireProvider(provider, ctx, ['APPROVED', 'SUSPENDED', 'EXPIRED']);
  const data = { reason: reasonOf(reason, 'why they leave', ctx), lastDay: ctx.today };
  return [{ type: 'OffboardingStarted', data }];
}

/** Somebody of them can get into a system: named `X1`, `X2` … @throws InvalidState, ValidationFailed, PiiNotAllowed, LimitReached */
export function recordAccess(
  provider: Provider,
  input: { readonly system: string },
  ctx: ProviderContext,
): ProviderEvent[] {
  const { accesses } = requireProvider(provider, ctx, liveStatuses);
  const { maxAccesses, maxSystem } = ctx.policy.limits;
  requireRoom(accesses.length + 1, maxAccesses, { what: 'accesses of one provider' });
  const system = freeText(input.system, { path: ['input', 'system'], max: maxSystem });
  return [{ type: 'AccessGranted', data: { accessId: `X${accesses.length + 1}`, system } }];
}

/** Nobody of them can get in there any more. @throws InvalidState, NotFound */
export function confirmRevoked(
  provider: Provider,
  { accessId }: { readonly accessId: string },
  ctx: ProviderContext,
): ProviderEvent[] {
  const access = requireProvider(provider, ctx, liveStatuses).accesses.find(({ id }) => id === accessId);
  if (!access) throw new NotFound('access', ['input', 'accessId']);
  if (access.revoked !== null) throw new InvalidState('REVOKED', ['GRANTED']);
  return [{ type: 'AccessRevoked', data: { accessId } }];
}

/** They are gone. @throws InvalidState, AccessNotRevoked */
export function completeOffboarding(provider: Provider, _input: object, ctx: ProviderContext): ProviderEvent[] {
  const open = openAccesses(requireProvider(provider, ctx, ['OFFBOARDING']));
  if (open.length > 0) throw new AccessNotRevoked(open);
  return [{ type: 'ProviderOffboarded', data: {} }];
}

/** A step by which they become part of the team; no fact for one that was done. @throws InvalidState, ValidationFailed, PiiNotAllowed */
export function recordIntegrationStep(provider: Provider, input: StepInput, ctx: ProviderContext): ProviderEvent[] {
  const { steps } = requireProvider(provider, ctx, ['INVITED', 'IN_REVIEW', 'APPROVED']);
  const { step, personId = null } = input;
  const note = textOf(input.note, 'note', ctx);
  return steps.some((done) => done.step === step)
    ? []
    : [{ type: 'IntegrationStepDone', data: { step, personId, note } }];
}
