export const LANES = ['PRODUCT', 'MARKETING', 'ENGINEERING', 'SHARED'] as const;
export type Lane = (typeof LANES)[number];

export const STATUSES = ['PROPOSED', 'PLANNED', 'COMMITTED', 'IN_DELIVERY', 'SHIPPED', 'MEASURED', 'DROPPED'] as const;
export type Status = (typeof STATUSES)[number];

/** Days of the calendar, both included. */
export interface Days {
  readonly start: string;
  readonly end: string;
}

export interface TimelineItem {
  readonly id: string;
  readonly reference: string;
  readonly title: string;
  readonly lane: Lane;
  readonly status: Status;
  readonly window: (Days & { readonly precision: 'DAY' | 'WEEK' | 'MONTH' | 'QUARTER' }) | null;
  readonly confidence: { readonly value: number } | null;
  readonly dependencies: readonly { readonly itemId: string; readonly type: 'NEEDS' | 'FOLLOWS' | 'CONFLICTS' }[];
}

export interface TimelineRow {
  readonly item: TimelineItem;
  readonly moved: { readonly from: Days; readonly to: Days; readonly shiftDays: number } | null;
}

/** What a timeline is drawn from. */
export interface Timeline {
  /** In the order they are shown within their lane. */
  readonly rows: readonly TimelineRow[];
  /** The lanes it shows, and how many items there are on each, those without a row included. */
  readonly lanes: readonly { readonly lane: Lane; readonly count: number }[];
  readonly today: string;
  /** An axis that is not asked for begins and ends where the windows do. */
  readonly from: string | null;
  readonly to: string | null;
  readonly baselineDay: string | null;
}

/** What the picture's document is answered with. */
export interface TimelineAnswer {
  readonly team: { readonly name?: string | null } | null;
  readonly roadmapTimeline: Timeline;
}
