import { InvalidState, ValidationFailed } from '#libs/event-log';
import { CurrencyMismatch, freeText, requireRoom } from '#libs/vocabulary';
import { type AgencyTeam, type AgencyTeamEvent, takeTeam } from './agency-team.js';
import type { ProviderContext } from './context.js';
import type { CardRate, ProviderEvent, RateCard } from './facts.js';
import type { Provider } from './provider-state.js';
import {
  type Amount,
  type PurchaseOrder,
  type PurchaseOrderEvent,
  requireMoney,
  setCeiling,
} from './purchase-order.js';

export interface CardRateInput {
  readonly work: string;
  readonly rate: Amount;
}

export interface InviteInput {
  readonly providerId: string;
  /** From the workspace's counter. */
  readonly number: number;
  readonly name: string;
  readonly teamId: string;
  readonly contactId?: string | null;
  readonly ceiling: Amount;
  readonly rateCard?: readonly CardRateInput[] | null;
}

/** The streams an invitation begins. */
export interface InvitedStreams {
  readonly provider: Provider;
  readonly order: PurchaseOrder;
  readonly team: AgencyTeam;
}

/** One currency, that of the purchase order; each kind of work once. @throws CurrencyMismatch, ValidationFailed, LimitReached, PiiNotAllowed */
function rateCardOf({ rateCard, ceiling }: InviteInput, { policy }: ProviderContext): RateCard | null {
  if (!rateCard || rateCard.length === 0) return null;
  const { maxRates, maxName } = policy.limits;
  const path = ['input', 'rateCard'];
  requireRoom(rateCard.length, maxRates, { what: 'rates on a card', path });
  const rates = rateCard.map(({ work, rate }, index): CardRate => {
    const at = [...path, String(index)];
    if (rate.currency !== ceiling.currency)
      throw new CurrencyMismatch(ceiling.currency, rate.currency, [...at, 'rate', 'currency']);
    const { minorUnits: minorPerHour } = rate;
    requireMoney(minorPerHour, policy, [...at, 'rate', 'minorUnits']);
    return { work: freeText(work, { path: [...at, 'work'], max: maxName }), minorPerHour };
  });
  if (new Set(rates.map(({ work }) => work)).size < rates.length)
    throw new ValidationFailed('A kind of work has one rate.', path);
  return { currency: ceiling.currency, rates };
}

/**
 * An agency is asked to prove what the policy's checklist names; its team and its purchase order are its own from now on.
 * @throws ValidationFailed, PiiNotAllowed, CurrencyMismatch, LimitReached, TeamOfAnotherProvider
 */
export function inviteProvider(
  { provider, order, team }: InvitedStreams,
  input: InviteInput,
  ctx: ProviderContext,
): {
  readonly provider: ProviderEvent[];
  readonly order: PurchaseOrderEvent[];
  readonly team: AgencyTeamEvent[];
} {
  if (provider.status !== 'unknown') throw new InvalidState(provider.status, ['unknown']);
  const { checklist, version: policyVersion, limits } = ctx.policy;
  const { providerId, number, teamId, contactId = null } = input;
  const name = freeText(input.name, { path: ['input', 'name'], min: limits.minName, max: limits.maxName });
  const rateCard = rateCardOf(input, ctx);
  const data = { number, name, teamId, contactId, rateCard, checklist, policyVersion };
  return {
    provider: [{ type: 'ProviderInvited', data }],
    order: setCeiling(order, input.ceiling, ctx),
    team: takeTeam(team, { teamId, providerId }),
  };
}
