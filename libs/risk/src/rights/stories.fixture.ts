import type { GateEvent } from '#libs/vocabulary';
import { Desk, people } from '../domain/given.spec-kit.js';
import {
  acceptRisk,
  blockReview,
  clearReview,
  clearWithConditions,
  completeMitigation,
  openReview,
  type ReviewEvent,
} from '../domain/index.js';

/** Facts of a review and what it told its subject; people, teams, the request and the risk have the names of the rules' specs. */
export interface Story {
  readonly review: readonly ReviewEvent[];
  readonly gate: readonly GateEvent[];
  /** The request was withdrawn afterwards. */
  readonly ended?: boolean;
}

type Tell = (desk: Desk) => void;

/** A review of PAYMENT, opened by hand; then `tell` goes on. */
function told(...tells: readonly Tell[]): Story {
  const desk = new Desk();
  const scope = { touches: [], expedite: false, publicProperty: false, likelyMinutes: 600 };
  desk.do(openReview, { reviewId: desk.reviewId, number: 1, scope, lenses: ['PAYMENT'] });
  for (const tell of tells) tell(desk);
  return { review: desk.facts.map(({ fact }) => fact), gate: desk.gateFacts.map(({ fact }) => fact) };
}

const assign: Tell = (desk) => desk.assignAll();
const answer: Tell = (desk) => desk.answer('PAYMENT');
const sign: Tell = (desk) => void desk.sign('PAYMENT');
const identify: Tell = (desk) => void desk.identify('K1', 'PAYMENT');
const rate =
  (likelihood: number, impact: number): Tell =>
  (desk) =>
    void desk.rate('K1', 'INHERENT', [likelihood, impact]);
const treat: Tell = (desk) => void desk.treat('K1');
const mitigate: Tell = (desk) => void desk.mitigate('K1', 'Replay what failed');
const complete: Tell = (desk) =>
  void desk.do(completeMitigation, { mitigationId: 'M1', evidence: 'https://ci.example/run/7' }, people.backend);
const clear: Tell = (desk) => void desk.do(clearReview, { reviewId: desk.reviewId });
const conditions = [{ text: 'Somebody is on call', preLaunch: true }];

/** What both leads have to agree on, word by word. */
export const terms = { expiresOn: '2026-04-05', justification: 'It is rare.', control: 'Somebody watches.' } as const;

const accept =
  (side: 'CONSUMER' | 'PROVIDER'): Tell =>
  (desk) =>
    void desk.do(acceptRisk, { riskId: 'K1', side, ...terms }, side === 'CONSUMER' ? people.cmo : people.cto);

const medium = [assign, identify, rate(2, 3), treat];
const high = [assign, identify, rate(3, 4), treat];
const signed = [assign, answer, sign];

/** Where a review can stand; its one lens is PAYMENT, and its one risk `K1` is carried by the providing side. */
export const stories = {
  opened: told(),
  ended: { ...told(), ended: true },
  /** To the reviewer. */
  assigned: told(assign),
  answered: told(assign, answer),
  /** A decision is due. */
  signed: told(...signed),
  cleared: told(...signed, clear),
  /** `C1` has to be met before a launch. */
  conditional: told(...signed, (desk) => void desk.do(clearWithConditions, { reviewId: desk.reviewId, conditions })),
  blocked: told(...signed, (desk) => {
    desk.do(blockReview, { reviewId: desk.reviewId, reason: 'No way back.', unblockWhen: 'A way back was tried.' });
  }),
  identified: told(assign, identify),
  /** Rated, nobody carries it. */
  unowned: told(assign, identify, rate(2, 3)),
  medium: told(...medium),
  high: told(...high),
  critical: told(assign, identify, rate(4, 5), treat),
  /** `M1` is planned, and carried by the backend engineer. */
  planned: told(...medium, mitigate),
  /** `M1` is done by the backend engineer. */
  done: told(...medium, mitigate, complete),
  /** Marketing would live with it. */
  offered: told(...high, accept('CONSUMER')),
  /** The providing side lives with it. */
  accepted: told(...medium, accept('PROVIDER')),
  /** All signed, and the risk neither accepted nor acknowledged. */
  notClearable: told(...high, answer, sign),
} as const satisfies Record<string, Story>;
