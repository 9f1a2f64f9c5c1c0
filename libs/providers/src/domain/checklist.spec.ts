import { submitEvidence, verifyItem } from './checklist.js';
import { type Agency, approved, contextOf, invited, nobody, people, reviewed, Scenario } from './given.spec-kit.js';
import { inviteProvider } from './invite.js';
import { agencyTeam } from './agency-team.js';
import { checklistItems } from './policy.js';
import { provider } from './provider.js';
import { purchaseOrder } from './purchase-order.js';

const { agency, engineer, reviewer, cto } = people;
const nda = { item: 'NDA', text: 'Signed on both sides.' } as const;
const hand = (at: Agency, input: object = {}, actor: typeof agency | typeof engineer | typeof reviewer = agency) =>
  at.when(submitEvidence, { ...nda, ...input }, { actor });
const judge = (at: Agency, ok: boolean, reason?: string, item: 'NDA' | 'INSURANCE' = 'NDA') =>
  at.when(verifyItem, { item, ok, reason }, { actor: reviewer });
const rejected = invited.given([{ type: 'ProviderRejected', data: { reason: 'No.' } }]);

describe('an invitation', () => {
  const streams = { provider: provider.initial, order: purchaseOrder.initial, team: agencyTeam.initial };
  const ceiling = { minorUnits: 500_000, currency: 'EUR' };
  const input = { providerId: 'a-1', number: 1, name: ' Studio North ', teamId: 't-1', ceiling };
  const rate = (currency = 'EUR', minorUnits = 11_000) => ({ work: 'Design', rate: { minorUnits, currency } });
  const attempt = (change: object = {}, on: object = {}) => {
    try {
      return inviteProvider({ ...streams, ...on }, { ...input, ...change }, contextOf(cto));
    } catch (error) {
      return error as { code: string; path?: string[] };
    }
  };

  it('brings a checklist, a purchase order and a team of its own', () => {
    expect(attempt({ rateCard: [rate()] })).toEqual({
      provider: [
        {
          type: 'ProviderInvited',
          data: {
            number: 1,
            name: 'Studio North',
            teamId: 't-1',
            contactId: null,
            rateCard: { currency: 'EUR', rates: [{ work: 'Design', minorPerHour: 11_000 }] },
            checklist: checklistItems,
            policyVersion: 1,
          },
        },
      ],
      order: [{ type: 'CeilingSet', data: { ...ceiling, previous: null } }],
      team: [{ type: 'AgencyTeamTaken', data: { teamId: 't-1', providerId: 'a-1' } }],
    });
  });

  it.each([
    ['no name', { name: ' ' }, 'VALIDATION_FAILED'],
    ['an address in its name', { name: 'Ask dario@example.com' }, 'PII_NOT_ALLOWED'],
    ['a rate in another currency', { rateCard: [rate('USD')] }, 'CURRENCY_MISMATCH'],
    ['a rate below nothing', { rateCard: [rate('EUR', -1)] }, 'VALIDATION_FAILED'],
    ['two rates for one work', { rateCard: [rate(), rate()] }, 'VALIDATION_FAILED'],
    ['too many rates', { rateCard: Array.from({ length: 21 }, () => rate()) }, 'LIMIT_REACHED'],
    ['a ceiling below nothing', { ceiling: { minorUnits: -1, currency: 'EUR' } }, 'VALIDATION_FAILED'],
  ])('is refused with %s', (_what, change, code) => {
    expect(attempt(change)).toMatchObject({ code });
  });

  it('is refused for a team that works for another agency, until it is free', () => {
    const taken = Scenario.of(agencyTeam).given([
      { type: 'AgencyTeamTaken', data: { teamId: 't-1', providerId: 'a-0' } },
    ]);
    expect(attempt({}, { team: taken.state })).toMatchObject({
      code: 'TEAM_OF_ANOTHER_PROVIDER',
      details: { providerId: 'a-0' },
    });
    const freed = taken.given([{ type: 'AgencyTeamFreed', data: { providerId: 'a-0' } }]);
    expect(attempt({}, { team: freed.state })).toHaveProperty('team');
    expect(attempt({}, { provider: invited.state })).toMatchObject({ code: 'INVALID_STATE' });
  });
});

describe('evidence', () => {
  it('begins the review once', () => {
    const submitted = { type: 'EvidenceSubmitted', data: { item: 'NDA', link: null, text: nda.text } };
    expect(hand(invited).facts).toEqual([{ type: 'ProviderReviewStarted', data: {} }, submitted]);
    expect(hand(hand(invited)).facts).toEqual([submitted]);
  });

  it('is judged anew when more comes, also of an agency that is approved', () => {
    const again = hand(approved(), { link: 'https://docs.example/nda.pdf', text: null });
    expect(again.state).toMatchObject({ status: 'APPROVED' });
    expect(again.state).toHaveProperty('checklist.0.status', 'SUBMITTED');
    expect(again.state).toHaveProperty('checklist.0.verdict', null);
  });

  it.each([
    ['nothing', { text: ' ', link: null }, 'VALIDATION_FAILED'],
    ['a link to nowhere', { link: 'ftp://docs.example' }, 'VALIDATION_FAILED'],
    ['an address', { text: 'Ask dario@example.com' }, 'PII_NOT_ALLOWED'],
    ['an item that is on no list', { item: 'HOROSCOPE' }, 'NOT_FOUND'],
  ])('is refused with %s', (_what, input, code) => {
    expect(hand(invited, input).refusal.code).toBe(code);
  });

  it('is refused where it has no place', () => {
    const many = Array.from({ length: 20 }).reduce<Agency>((at) => hand(at), invited);
    expect(hand(many).refusal).toMatchObject({ code: 'LIMIT_REACHED', details: { max: 20 } });
    expect(hand(rejected).refusal.code).toBe('INVALID_STATE');
    expect(hand(nobody).refusal.code).toBe('NOT_FOUND');
    const foreign = invited.when(submitEvidence, nda, { actor: agency, agencyTeamIds: ['t-2'] });
    expect(foreign.refusal.code).toBe('FORBIDDEN');
  });
});

describe('a verdict', () => {
  it('is a reviewer’s word on evidence that waits', () => {
    expect(judge(hand(invited), true, 'Seen.').facts).toEqual([
      { type: 'ChecklistItemVerified', data: { item: 'NDA', note: 'Seen.' } },
    ]);
    expect(judge(hand(invited), false, 'Page 2 is missing.').facts).toEqual([
      { type: 'ChecklistItemRejected', data: { item: 'NDA', reason: 'Page 2 is missing.' } },
    ]);
    expect(judge(hand(judge(hand(invited), false, 'No.')), true).state).toHaveProperty(
      'checklist.0.status',
      'VERIFIED',
    );
  });

  it('is refused to who handed the evidence in, and to who stands for them', () => {
    const own = hand(invited, {}, reviewer);
    expect(judge(own, true).refusal.code).toBe('SELF_APPROVAL_FORBIDDEN');
    const deputy = { ...people.cto, roles: ['RISK_REVIEWER'], onBehalfOf: reviewer.personId };
    expect(own.when(verifyItem, { item: 'NDA', ok: true } as const, { actor: deputy }).refusal.code).toBe(
      'SELF_APPROVAL_FORBIDDEN',
    );
    // Somebody else's evidence beside one's own does not help.
    expect(judge(hand(own), true).refusal.code).toBe('SELF_APPROVAL_FORBIDDEN');
  });

  it('is refused without evidence, without a reason, and where it has no place', () => {
    expect(judge(hand(invited), false).refusal).toMatchObject({ code: 'REASON_REQUIRED', path: ['input', 'reason'] });
    expect(judge(hand(invited), true, 'Call +49 30 1234567').refusal.code).toBe('PII_NOT_ALLOWED');
    expect(judge(hand(invited), true, undefined, 'INSURANCE').refusal).toMatchObject({
      code: 'INVALID_STATE',
      details: { state: 'OPEN', allowed: ['SUBMITTED'] },
    });
    expect(judge(reviewed(), true).refusal).toMatchObject({ details: { state: 'VERIFIED' } });
    expect(judge(invited, true).refusal).toMatchObject({ details: { state: 'INVITED' } });
  });
});
