import type { Cast, RoadmapApi } from '../roadmap.fixture.js';

/** All five sections, and nothing that touches anything. */
const brief = {
  userStories: [{ role: 'visitor', want: 'see the spring offers on one page', benefit: 'I find mine at once' }],
  criteria: [{ text: 'The page loads within 2 seconds' }],
  context: {
    campaignGoal: 'Sell 300 spring bundles',
    audience: 'Returning customers',
    expectedImpact: { metric: 'conversion', baseline: 2.1, target: 2.6, windowDays: 30 },
  },
  assetsNotNeeded: 'Uses the page kit',
  tracking: [{ event: 'offer_clicked', property: 'www', consentRequired: true }],
};

type Checklist = { readonly checklist: readonly { readonly itemId: string; readonly required: boolean }[] };

/** A request that went the whole way; its global id. */
export async function launchedRequest(api: RoadmapApi, cast: Cast): Promise<string> {
  const { marketer, manager, backend, cmo, cto, engineering, marketing } = cast;
  const what = { title: 'Spring landing page', type: 'LANDING_PAGE', consumerTeamId: marketing };
  const requestId = (await api.done(marketer, 'createRequest', what)).request!.id;
  const step = (who: typeof marketer, name: string, input: object = {}) => api.done(who, name, { requestId, ...input });
  await step(marketer, 'reviseBrief', { brief });
  await step(marketer, 'submitRequest');
  const triage = { providerTeamId: engineering, ownerId: manager.id, priorityClass: 'NORMAL', roughMinutes: 60 };
  await step(manager, 'triageRequest', triage);
  const asked = 'query ($id: ID!) { request(id: $id) { checklist { itemId required } } }';
  const { checklist } = await api.ask<Checklist>(asked, backend, { id: requestId });
  const answers = checklist.filter(({ required }) => required).map(({ itemId }) => ({ itemId, answer: 'YES' }));
  await step(backend, 'answerChecklist', { answers });
  await step(backend, 'submitEstimate', {
    optimisticMinutes: 300,
    likelyMinutes: 400,
    pessimisticMinutes: 600,
    lines: [{ kind: 'FRONTEND', minutes: 400 }],
    confidence: 'MEDIUM',
    durationForecastDays: 10,
    validUntil: '2026-02-05',
  });
  await step(manager, 'agreeDate', { date: '2026-01-23', dateKind: 'PREFERENCE', sides: ['CONSUMER', 'PROVIDER'] });
  await step(cmo, 'approveRequest', { side: 'CONSUMER' });
  await step(cto, 'approveRequest', { side: 'PROVIDER' });
  await step(backend, 'startWork');
  await step(backend, 'deliverRequest', { notes: 'On the staging site', buildRef: 'https://build.example/12' });
  await step(marketer, 'verifyCriterion', { criterionId: 'C1', evidence: '1.4 seconds' });
  await step(marketer, 'acceptRequest');
  await step(marketer, 'verifyTracking', { evidence: 'Seen in the report' });
  await step(cto, 'launchRequest');
  return requestId;
}
