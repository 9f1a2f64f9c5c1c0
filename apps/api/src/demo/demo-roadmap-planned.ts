export interface Planned {
  readonly title: string;
  readonly lane: 'PRODUCT' | 'MARKETING' | 'ENGINEERING' | 'SHARED';
  readonly kind: 'FEATURE' | 'CAMPAIGN' | 'EVENT' | 'UPGRADE';
  readonly horizon: 'NOW' | 'NEXT' | 'LATER';
  /** From today on. */
  readonly days: readonly [start: number, end: number];
  readonly visibility?: 'COMPANY' | 'PUBLIC';
  /** What marketing makes of it: worth a campaign, or why not. */
  readonly worthy?: true | string;
  /** Both sides have said yes. */
  readonly agreed?: true;
  readonly committed?: true;
  /** Title of the request it comes with. */
  readonly request?: string;
}

/** The roadmap both sides agree on, in the order of its numbers. */
export const planned: readonly Planned[] = [
  {
    title: 'Personalised onboarding',
    lane: 'SHARED',
    kind: 'FEATURE',
    horizon: 'NOW',
    days: [-7, 38],
    agreed: true,
    committed: true,
    request: 'Personalised onboarding flow',
  },
  {
    title: 'Single sign-on',
    lane: 'PRODUCT',
    kind: 'FEATURE',
    horizon: 'NOW',
    days: [14, 52],
    worthy: 'Nobody chooses us for it.',
    committed: true,
  },
  {
    title: 'Spring campaign',
    lane: 'MARKETING',
    kind: 'CAMPAIGN',
    horizon: 'NOW',
    days: [47, 82],
    visibility: 'PUBLIC',
    worthy: true,
    agreed: true,
    committed: true,
    request: 'Spring landing page A/B test',
  },
  {
    title: 'Payment-provider upgrade',
    lane: 'ENGINEERING',
    kind: 'UPGRADE',
    horizon: 'NOW',
    days: [2, 15],
    committed: true,
  },
  {
    title: 'Paid webinars',
    lane: 'MARKETING',
    kind: 'EVENT',
    horizon: 'NOW',
    days: [24, 66],
    visibility: 'PUBLIC',
    worthy: true,
    agreed: true,
    committed: true,
    request: 'Paid webinar payment form',
  },
  {
    title: 'Referral programme',
    lane: 'SHARED',
    kind: 'FEATURE',
    horizon: 'NEXT',
    days: [55, 82],
    agreed: true,
    request: 'Referral programme',
  },
  { title: 'CMS upgrade', lane: 'ENGINEERING', kind: 'UPGRADE', horizon: 'NEXT', days: [70, 84] },
  {
    title: 'Brand refresh',
    lane: 'MARKETING',
    kind: 'CAMPAIGN',
    horizon: 'LATER',
    days: [100, 130],
    visibility: 'COMPANY',
  },
];

export interface Tie {
  readonly item: string;
  readonly to: string;
  readonly type: 'NEEDS' | 'FOLLOWS' | 'CONFLICTS';
  readonly bufferWorkingDays?: number;
}

export const ties: readonly Tie[] = [
  { item: 'Spring campaign', to: 'Personalised onboarding', type: 'NEEDS', bufferWorkingDays: 5 },
  { item: 'Paid webinars', to: 'Payment-provider upgrade', type: 'NEEDS', bufferWorkingDays: 3 },
  { item: 'Referral programme', to: 'Single sign-on', type: 'FOLLOWS' },
  { item: 'CMS upgrade', to: 'Spring campaign', type: 'CONFLICTS' },
];

export interface Move {
  readonly item: string;
  readonly days: readonly [start: number, end: number];
  readonly reasonCode: string;
  readonly reason: string;
}

/** What moved since both sides sat together; the campaign stands where it stood, and begins before what it needs is there. */
export const moves: readonly Move[] = [
  {
    item: 'Personalised onboarding',
    days: [-7, 49],
    reasonCode: 'CAPACITY',
    reason: 'Half of the frontend team is on the payment form.',
  },
  {
    item: 'CMS upgrade',
    days: [84, 98],
    reasonCode: 'DEPENDENCY',
    reason: 'Not during the spring campaign.',
  },
];
