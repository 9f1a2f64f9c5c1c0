import type { Member } from '../requests.fixture.js';
import { estimate, RequestClient, wholeBrief } from '../stages.fixture.js';

/** Who gives which command with what. */
export type Step = readonly [who: Member, mutation: string, input?: object];

export const handover = { notes: 'On the staging site', buildRef: 'https://build.example/12' };

/** What the sides sign anew after the scope moved. */
export const topUp = {
  ...estimate,
  likelyMinutes: 720,
  lines: [
    { kind: 'FRONTEND', minutes: 540 },
    { kind: 'QA', minutes: 180 },
  ],
};

/** Steps from approval on; each ends with the stage it leads to. */
const STAGES = [
  'started',
  'delivered',
  'half verified',
  'verified',
  'accepted',
  'tracked',
  'launched',
  'waived',
  'closed',
] as const;
export type LateStage = (typeof STAGES)[number] | 'approved';

/** Requests on their way from approval to a close. */
export class DeliveryClient extends RequestClient {
  /** A request brought as far as asked, one step after the other; its id. */
  async reach(stage: LateStage, brief: object = wholeBrief): Promise<string> {
    const { requester, engineer, cmo, cto } = this.cast;
    const steps: Readonly<Record<(typeof STAGES)[number], Step>> = {
      started: [engineer, 'startWork'],
      delivered: [engineer, 'deliverRequest', handover],
      'half verified': [requester, 'verifyCriterion', { criterionId: 'C1', evidence: '1.4 seconds' }],
      verified: [requester, 'verifyCriterion', { criterionId: 'C2' }],
      accepted: [requester, 'acceptRequest'],
      tracked: [requester, 'verifyTracking', { evidence: 'Seen in the report' }],
      launched: [cto, 'launchRequest'],
      waived: [cmo, 'waiveOutcome', { reason: 'The campaign was cut' }],
      closed: [requester, 'closeRequest', { note: 'Well done' }],
    };
    const requestId = await this.at('approved', brief);
    const last = stage === 'approved' ? -1 : STAGES.indexOf(stage);
    await this.follow(requestId, ...STAGES.slice(0, last + 1).map((name) => steps[name]));
    return requestId;
  }

  /** Commands that must be carried out, one after the other. */
  async follow(requestId: string, ...steps: readonly Step[]): Promise<void> {
    for (const [who, name, input] of steps) await this.done(who, name, { requestId, ...input });
  }

  /** A criterion says more than before, so the scope moved. */
  moveScope(requestId: string, text = 'The page loads within 1 second') {
    const criteria = [
      { id: 'C1', text },
      { id: 'C2', text: 'The form shows the offer that was clicked' },
    ];
    return this.done(this.cast.requester, 'reviseBrief', { requestId, brief: { criteria }, cause: 'CHANGED_MIND' });
  }

  /** Fields of a request, as the given person reads them. */
  async read(requestId: string, fields: string, who: Member = this.cast.cto): Promise<Record<string, unknown>> {
    const { data, errors } = await this.api.run(`query ($id: ID!) { request(id: $id) { ${fields} } }`, who, {
      variables: { id: requestId },
    });
    if (errors) throw new Error(JSON.stringify(errors));
    return (data as { request: Record<string, unknown> }).request;
  }
}
