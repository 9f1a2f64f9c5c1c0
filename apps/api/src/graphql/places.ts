/** Counts what is open for each caller, up to a limit. */
export class Places {
  private readonly taken = new Map<string, number>();

  constructor(readonly limit: number) {}

  /** Returns what to call once when it is over; null when the caller has as many open as they may. */
  take(caller: string): (() => void) | null {
    const open = this.taken.get(caller) ?? 0;
    if (open >= this.limit) return null;
    this.taken.set(caller, open + 1);
    return () => {
      const left = (this.taken.get(caller) ?? 1) - 1;
      if (left === 0) this.taken.delete(caller);
      else this.taken.set(caller, left);
    };
  }
}
