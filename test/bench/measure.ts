/** One side of a comparison; answers how many it did in a second (or any figure of which more rounds are taken). */
export type Side = () => Promise<number>;

/** Figures of every side, one a round; the same index is the same round. */
export type Rounds<Name extends string> = Readonly<Record<Name, readonly number[]>>;

/**
 * Runs the sides in turns, A B then B A, so that whatever drifts (caches, checkpoints, other work of the machine) meets both alike.
 * The first round warms up and is thrown away.
 */
export async function alternate<Name extends string>(sides: Record<Name, Side>, rounds = 7): Promise<Rounds<Name>> {
  const names = Object.keys(sides) as Name[];
  const figures = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<Name, number[]>;
  for (let round = 0; round <= rounds; round += 1) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      const figure = await sides[name]();
      if (round > 0) figures[name].push(figure);
    }
  }
  return figures;
}

export const median = (figures: readonly number[]): number => {
  const sorted = figures.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};

/** Median of the rounds' own ratios: neighbours in time are compared, not figures that lie minutes apart. */
export const ratio = (ours: readonly number[], theirs: readonly number[]): number =>
  median(ours.map((figure, round) => figure / theirs[round]!));

/** The work of one caller: its number, and how often it has called before in this run. */
export type Call = (caller: number, turn: number) => Promise<unknown>;

/** Calls per second of so many callers, each of which awaits its own call before the next one. */
export async function rate(callers: number, milliseconds: number, call: Call): Promise<number> {
  const began = performance.now();
  const end = began + milliseconds;
  const done = await Promise.all(
    Array.from({ length: callers }, async (_, caller) => {
      let turn = 0;
      for (; performance.now() < end; turn += 1) await call(caller, turn);
      return turn;
    }),
  );
  return (done.reduce((sum, turns) => sum + turns, 0) / (performance.now() - began)) * 1000;
}

/** The candidate with the best median of a few short runs; they take turns as well. */
export async function best<Key extends number>(
  candidates: readonly Key[],
  run: (candidate: Key) => Promise<number>,
): Promise<Key> {
  const figures = await alternate(Object.fromEntries(candidates.map((key) => [String(key), () => run(key)])), 3);
  return candidates.reduce((winner, key) =>
    median(figures[String(key)]!) > median(figures[String(winner)]!) ? key : winner,
  );
}
