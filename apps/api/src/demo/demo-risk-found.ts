export type Level = readonly [likelihood: number, impact: number];

export interface Found {
  readonly lens: string;
  readonly title: string;
  readonly cause: string;
  readonly event: string;
  readonly consequence: string;
  readonly inherent: Level;
  /** What will be done about it before the launch, in so many days, and where the risk shall be then. */
  readonly mitigation?: { readonly title: string; readonly days: number; readonly expected: Level };
}

/** The first risk of the payment form: what was planned against it is done, and waits for somebody to verify it. */
export const firstFound = {
  lens: 'PAYMENT',
  title: 'Card data touches our server',
  cause: 'The form posts the card to us',
  event: 'card data is stored or logged',
  consequence: 'we lose the right to take cards',
  inherent: [3, 5],
  mitigation: { title: 'Hosted card fields', days: 10, expected: [1, 5] },
} as const satisfies Found;

/** What the reviewer finds in the payment form. */
export const found: readonly Found[] = [
  firstFound,
  {
    lens: 'PAYMENT',
    title: 'A retry charges twice',
    cause: 'A slow answer makes the page try again',
    event: 'a customer pays twice',
    consequence: 'money has to be given back, and trust is gone',
    inherent: [3, 4],
    mitigation: { title: 'One key for every attempt to pay', days: 14, expected: [1, 4] },
  },
  {
    lens: 'PRIVACY',
    title: 'Invoice addresses are kept for ever',
    cause: 'Nobody deletes what the provider does not need any more',
    event: 'a customer asks to be forgotten and is not',
    consequence: 'a complaint has to be answered',
    inherent: [2, 3],
  },
];
