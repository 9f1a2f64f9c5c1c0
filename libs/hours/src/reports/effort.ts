/** Work of one kind for one request, or for none; all in minutes. */
export interface Cell {
  readonly activity: string;
  readonly requestId: string | null;
  /** Whether both sides signed the request. */
  readonly approved: boolean;
  /** The likely minutes they signed; null before, and while a newer estimate waits. */
  readonly estimate: number | null;
  readonly billable: boolean;
  /** Recorded and not taken back. */
  readonly minutes: number;
  /** Of these nothing covers and nobody decided about. */
  readonly undecided: number;
  readonly writtenOff: number;
  /** Credited by now, positive. */
  readonly credited: number;
  readonly entries: number;
}

/** What billable work comes to. */
export interface Figures {
  /** Billable, net of what was taken back, before credits. */
  readonly recordedMinutes: number;
  readonly creditedMinutes: number;
  readonly writtenOffMinutes: number;
  readonly undecidedMinutes: number;
  /** What is left to be billed. */
  readonly billedMinutes: number;
}

const sumOf = (cells: readonly Cell[], figure: (cell: Cell) => number): number =>
  cells.reduce((sum, cell) => sum + figure(cell), 0);

/** Share in percent with two decimals, half away from 0; null of nothing. */
export function percentOf(part: number, whole: number): number | null {
  if (whole === 0) return null;
  return (Math.sign(part) * Math.round(Math.abs((part * 10_000) / whole))) / 100;
}

export const billableOf = (cells: readonly Cell[]): readonly Cell[] => cells.filter(({ billable }) => billable);

/** Recorded and on no bill. */
export const notBillableMinutes = (cells: readonly Cell[]): number =>
  sumOf(cells, ({ billable, minutes }) => (billable ? 0 : minutes));

/** Whatever was worked, billable or not. */
export const workedMinutes = (cells: readonly Cell[]): number => sumOf(cells, ({ minutes }) => minutes);

export function figuresOf(cells: readonly Cell[]): Figures {
  const billable = billableOf(cells);
  const recordedMinutes = sumOf(billable, ({ minutes }) => minutes);
  const creditedMinutes = sumOf(billable, ({ credited }) => credited);
  const writtenOffMinutes = sumOf(billable, ({ writtenOff }) => writtenOff);
  const undecidedMinutes = sumOf(billable, ({ undecided }) => undecided);
  const billedMinutes = recordedMinutes - creditedMinutes - writtenOffMinutes - undecidedMinutes;
  return { recordedMinutes, creditedMinutes, writtenOffMinutes, undecidedMinutes, billedMinutes };
}

/** Billable minutes after credits, whoever pays for them: what shares of work are counted in. */
export const netMinutes = (cells: readonly Cell[]): number =>
  sumOf(billableOf(cells), ({ minutes, credited }) => minutes - credited);

export type ActivityEffort = Figures & { readonly activity: string; readonly sharePercent: number | null };

function groupsBy<Key>(cells: readonly Cell[], key: (cell: Cell) => Key): [Key, readonly Cell[]][] {
  const groups = new Map<Key, Cell[]>();
  for (const cell of cells) groups.set(key(cell), [...(groups.get(key(cell)) ?? []), cell]);
  return [...groups];
}

const mostFirst = (a: Figures, b: Figures): number => b.billedMinutes - a.billedMinutes;

/** By kind of work, most billed first. Shares are of all billed minutes. */
export function byActivity(cells: readonly Cell[]): ActivityEffort[] {
  const { billedMinutes: all } = figuresOf(cells);
  return groupsBy(billableOf(cells), ({ activity }) => activity)
    .map(([activity, group]) => {
      const figures = figuresOf(group);
      return { activity, ...figures, sharePercent: percentOf(figures.billedMinutes, all) };
    })
    .sort((a, b) => mostFirst(a, b) || (a.activity < b.activity ? -1 : 1));
}

export interface RequestEffort extends Figures {
  readonly requestId: string | null;
  readonly sharePercent: number | null;
  readonly estimateMinutes: number | null;
  /** Billable minutes after credits against the estimate: positive, it took more. */
  readonly overMinutes: number | null;
  readonly overPercent: number | null;
}

function againstEstimate(group: readonly Cell[]) {
  const estimateMinutes = group[0]?.estimate ?? null;
  if (estimateMinutes === null) return { estimateMinutes, overMinutes: null, overPercent: null };
  const overMinutes = netMinutes(group) - estimateMinutes;
  return { estimateMinutes, overMinutes, overPercent: percentOf(overMinutes, estimateMinutes) };
}

/** By request, most billed first; work without one is last. */
export function byRequest(cells: readonly Cell[]): RequestEffort[] {
  const { billedMinutes: all } = figuresOf(cells);
  return groupsBy(billableOf(cells), ({ requestId }) => requestId)
    .map(([requestId, group]) => {
      const figures = figuresOf(group);
      const sharePercent = percentOf(figures.billedMinutes, all);
      return { requestId, ...figures, sharePercent, ...againstEstimate(group) };
    })
    .sort(
      (a, b) =>
        Number(a.requestId === null) - Number(b.requestId === null) ||
        mostFirst(a, b) ||
        ((a.requestId ?? '') < (b.requestId ?? '') ? -1 : 1),
    );
}

/** Requests that took more than both sides signed, the most in percent first. */
export const overBudget = (cells: readonly Cell[]): RequestEffort[] =>
  byRequest(cells)
    .filter(({ overMinutes }) => (overMinutes ?? 0) > 0)
    .sort((a, b) => (b.overPercent ?? 0) - (a.overPercent ?? 0));
