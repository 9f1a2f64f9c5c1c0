/** Lets a loop sleep until somebody rings or the time is over. A ring during work is kept for the next sleep. */
export class Wake {
  private rung = false;
  private wakeUp: (() => void) | null = null;

  readonly ring = (): void => {
    this.rung = true;
    this.wakeUp?.();
  };

  /** Returns at once when it was rung since the last sleep. */
  async sleep(milliseconds: number): Promise<void> {
    if (!this.rung) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, milliseconds);
        this.wakeUp = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      this.wakeUp = null;
    }
    this.rung = false;
  }
}

/** Half to one and a half times as long, so that processes do not poll in step. */
export const jittered = (milliseconds: number): number => milliseconds * (0.5 + Math.random());

/** Doubles from `first` with every failure (1, 2, …) up to `most`, jittered. */
export const backoff = (failures: number, first: number, most: number): number =>
  jittered(Math.min(most, first * 2 ** Math.min(failures - 1, 16)));
